namespace Hub.Faults.Tests.PowerLoss;

/// <summary>One thing that a process told the file system, in the order in which it did.</summary>
/// <param name="At">When it began.</param>
/// <param name="File">The file's name without its folder.</param>
internal abstract record TracedCall(DateTimeOffset At, string File)
{
    public sealed record Create(DateTimeOffset At, string File) : TracedCall(At, File);

    public sealed record Write(DateTimeOffset At, string File, long Offset, byte[] Bytes) : TracedCall(At, File);

    public sealed record Truncate(DateTimeOffset At, string File, long Length) : TracedCall(At, File);

    public sealed record Sync(DateTimeOffset At, string File) : TracedCall(At, File);

    public sealed record Remove(DateTimeOffset At, string File) : TracedCall(At, File);
}
