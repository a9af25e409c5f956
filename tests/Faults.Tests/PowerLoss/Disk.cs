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

            // A stream grows by leaps: a file made longer sector by sector would be copied for each of them.
            using var file = new MemoryStream();
            file.Write(Durable);
            foreach (var call in Pending)
            {
                if (call is TracedCall.Write write)
                {
                    Write(file, write, survives);
                }
                else if (call is TracedCall.Truncate cut && survives())
                {
                    file.SetLength(cut.Length);
                }
            }

            return file.ToArray();
        }

        private static void Write(MemoryStream file, TracedCall.Write write, Func<bool> survives)
        {
            for (var start = 0; start < write.Bytes.Length;)
            {
                var length = (int)Math.Min(Sector - ((write.Offset + start) % Sector), write.Bytes.Length - start);
                if (survives())
                {
                    file.Position = write.Offset + start;
                    file.Write(write.Bytes, start, length);
                }

                start += length;
            }
        }
    }
}
