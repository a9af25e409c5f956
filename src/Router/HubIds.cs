using System.Buffers.Binary;
using System.Security.Cryptography;

namespace Hub.Router;

/// <summary>New ids in the order they are made: version 7 with a counter in the bits after the millisecond.</summary>
internal sealed class HubIds(TimeProvider clock)
{
    private readonly Lock gate = new();
    private readonly byte[] chance = new byte[2048];
    private int drawn = 2048;
    private long lastMillisecond;
    private int counter;

    public Guid Next()
    {
        Span<byte> bytes = stackalloc byte[16];
        lock (gate)
        {
            var millisecond = Math.Max(clock.GetUtcNow().ToUnixTimeMilliseconds(), lastMillisecond);
            counter = millisecond == lastMillisecond ? counter + 1 : 0;
            if (counter > 0xFFF)
            {
                // The counter is full: borrow the next millisecond.
                millisecond++;
                counter = 0;
            }

            lastMillisecond = millisecond;
            BinaryPrimitives.WriteInt64BigEndian(bytes, (millisecond << 16) | 0x7000L | (long)counter);
            Draw(bytes[8..]);
        }

        // The variant of RFC 9562 stands before the random part.
        bytes[8] = (byte)(0x80 | (bytes[8] & 0x3F));
        return new Guid(bytes, bigEndian: true);
    }

    /// <summary>Random bytes are fetched for many ids at once; asking the system for each costs more than the rest.</summary>
    private void Draw(Span<byte> bytes)
    {
        if (drawn == chance.Length)
        {
            RandomNumberGenerator.Fill(chance);
            drawn = 0;
        }

        chance.AsSpan(drawn, bytes.Length).CopyTo(bytes);
        drawn += bytes.Length;
    }
}
