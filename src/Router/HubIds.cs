namespace Hub.Router;

/// <summary>New ids in the order they are made: version 7 with a counter in the bits after the millisecond.</summary>
internal sealed class HubIds(TimeProvider clock)
{
    private readonly Lock gate = new();
    private long lastMillisecond;
    private int counter;

    public Guid Next()
    {
        long millisecond;
        int order;
        lock (gate)
        {
            millisecond = Math.Max(clock.GetUtcNow().ToUnixTimeMilliseconds(), lastMillisecond);
            counter = millisecond == lastMillisecond ? counter + 1 : 0;
            if (counter > 0xFFF)
            {
                // The counter is full: borrow the next millisecond.
                millisecond++;
                counter = 0;
            }

            lastMillisecond = millisecond;
            order = counter;
        }

        Span<byte> bytes = stackalloc byte[16];
        Guid.CreateVersion7(DateTimeOffset.FromUnixTimeMilliseconds(millisecond)).TryWriteBytes(bytes, bigEndian: true, out _);
        bytes[6] = (byte)(0x70 | (order >> 8));
        bytes[7] = (byte)order;
        return new Guid(bytes, bigEndian: true);
    }
}
