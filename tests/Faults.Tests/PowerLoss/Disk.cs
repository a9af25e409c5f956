namespace Hub.Faults.Tests.PowerLoss;

/// <summary>
/// What a disk holds while a process writes: for each file what was synced, and what was written since. The model of RELIABILITY 3.6:
/// names of files are durable at once, a sync is honest, a sector of 512 bytes is written whole or not at all.
/// </summary>
internal sealed class Disk
{
    private readonly Dictionary<string, Copy> files = [];

    public void Apply(TracedCall call)
    {
        switch (call)
        {
            case TracedCall.Remove:
                files.Remove(call.File);
                break;
            case TracedCall.Sync:
                FileOf(call).Sync();
                break;
            case TracedCall.Create:
                FileOf(call);
                break;
            default:
                FileOf(call).Pending.Add(call);
                break;
        }
    }

    /// <summary>The disk after a power cut that nothing unsynced survived.</summary>
    public IReadOnlyDictionary<string, byte[]> Bare() => files.ToDictionary(file => file.Key, file => file.Value.Durable);

    /// <summary>The disk after a power cut that any part of the unsynced sectors survived.</summary>
    public IReadOnlyDictionary<string, byte[]> Torn(Random random)
    {
        var share = random.NextDouble();
        return files.ToDictionary(file => file.Key, file => file.Value.With(() => random.NextDouble() < share));
    }

    private Copy FileOf(TracedCall call)
    {
        if (!files.TryGetValue(call.File, out var file))
        {
            files[call.File] = file = new Copy();
        }

        return file;
    }

    private sealed class Copy
    {
        private const int Sector = 512;

        public byte[] Durable { get; private set; } = [];

        public List<TracedCall> Pending { get; } = [];

        public void Sync()
        {
            Durable = With(() => true);
            Pending.Clear();
        }

        /// <param name="survives">Asked for each sector in turn.</param>
        public byte[] With(Func<bool> survives)
        {
            if (Pending.Count == 0)
            {
                return Durable;
            }

            var bytes = Durable.ToArray();
            foreach (var call in Pending)
            {
                bytes = call switch
                {
                    TracedCall.Truncate cut => survives() ? Sized(bytes, cut.Length) : bytes,
                    TracedCall.Write write => Written(bytes, write, survives),
                    _ => bytes,
                };
            }

            return bytes;
        }

        private static byte[] Written(byte[] bytes, TracedCall.Write write, Func<bool> survives)
        {
            for (var start = 0; start < write.Bytes.Length;)
            {
                var length = (int)Math.Min(Sector - ((write.Offset + start) % Sector), write.Bytes.Length - start);
                if (survives())
                {
                    var to = write.Offset + start;
                    bytes = to + length > bytes.Length ? Sized(bytes, to + length) : bytes;
                    write.Bytes.AsSpan(start, length).CopyTo(bytes.AsSpan((int)to));
                }

                start += length;
            }

            return bytes;
        }

        private static byte[] Sized(byte[] bytes, long length)
        {
            Array.Resize(ref bytes, (int)length);
            return bytes;
        }
    }
}
