using System.Globalization;
using System.Text;

namespace Hub.Faults.Tests.PowerLoss;

/// <summary>
/// Reads what strace wrote (-f -ttt -y -xx): every string is hexadecimal, every descriptor carries its path. A call that other threads
/// interrupted stands in two lines; it counts when it ends, as of when it began.
/// </summary>
internal static class SyscallTrace
{
    public static IEnumerable<TracedCall> Read(string file)
    {
        Dictionary<string, string> begun = [];
        foreach (var line in File.ReadLines(file))
        {
            if (line.Split(' ', 3, StringSplitOptions.RemoveEmptyEntries) is not [var thread, var time, var rest])
            {
                continue;
            }

            const string unfinished = " <unfinished ...>";
            if (rest.EndsWith(unfinished, StringComparison.Ordinal))
            {
                begun[thread] = $"{time} {rest[..^unfinished.Length]}";
            }
            else if (rest.StartsWith("<... ", StringComparison.Ordinal))
            {
                if (begun.Remove(thread, out var start) && start.Split(' ', 2) is [var began, var head]
                    && Parse(began, head + rest[(rest.IndexOf('>', StringComparison.Ordinal) + 1)..].TrimStart()) is { } late)
                {
                    yield return late;
                }
            }
            else if (Parse(time, rest) is { } call)
            {
                yield return call;
            }
        }
    }

    private static TracedCall? Parse(string time, string text)
    {
        var end = text.LastIndexOf(") = ", StringComparison.Ordinal);
        var open = text.IndexOf('(', StringComparison.Ordinal);
        if (end < 0 || open < 0 || text[(end + 4)..].StartsWith('-'))
        {
            return null;
        }

        var at = DateTimeOffset.UnixEpoch + TimeSpan.FromTicks((long)(decimal.Parse(time, CultureInfo.InvariantCulture) * TimeSpan.TicksPerSecond));
        var arguments = text[(open + 1)..end].Split(", ");
        return text[..open] switch
        {
            "pwrite64" => new TracedCall.Write(at, Descriptor(arguments[0]), Number(arguments[3]), Bytes(arguments[1])),
            "ftruncate" => new TracedCall.Truncate(at, Descriptor(arguments[0]), Number(arguments[1])),
            "fsync" or "fdatasync" => new TracedCall.Sync(at, Descriptor(arguments[0])),
            "unlink" => new TracedCall.Remove(at, Name(Bytes(arguments[0]))),
            "openat" when arguments[2].Contains("O_CREAT", StringComparison.Ordinal) => new TracedCall.Create(at, Name(Bytes(arguments[1]))),
            _ => null,
        };
    }

    private static long Number(string argument) => long.Parse(argument, CultureInfo.InvariantCulture);

    /// <summary>«25&lt;\x2f\x74…&gt;»</summary>
    private static string Descriptor(string argument)
    {
        var start = argument.IndexOf('<', StringComparison.Ordinal) + 1;
        return Name(Bytes(argument[start..argument.LastIndexOf('>')]));
    }

    private static string Name(byte[] path) => Path.GetFileName(Encoding.UTF8.GetString(path));

    private static byte[] Bytes(string escaped)
    {
        var hex = escaped.AsSpan().Trim('"');
        var bytes = new byte[hex.Length / 4];
        for (var index = 0; index < bytes.Length; index++)
        {
            bytes[index] = (byte)((Digit(hex[(index * 4) + 2]) << 4) | Digit(hex[(index * 4) + 3]));
        }

        return bytes;
    }

    private static int Digit(char hex) => hex <= '9' ? hex - '0' : hex - 'a' + 10;
}
