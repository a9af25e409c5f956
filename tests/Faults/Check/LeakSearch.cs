using System.Text;
using Hub.Faults.Load;

namespace Hub.Faults.Check;

/// <summary>A canary outside the vault.</summary>
/// <param name="Form">How it was written.</param>
internal sealed record Leak(string Place, string Form, long Offset);

/// <summary>
/// Looks for marked identities in bytes: plain, as base64, percent and JSON escapes, hexadecimal, UTF-16, and the last eight
/// digits of a phone number standing alone (S6).
/// </summary>
internal sealed class LeakSearch
{
    private const int Block = 1 << 20;
    private const int LastDigits = 8;
    private const int MostLeaks = 20;

    private readonly List<(string Form, byte[] Bytes)> needles = [];
    private readonly byte[] tail;

    public LeakSearch(Canaries canaries)
    {
        Add("letters", canaries.Mark);
        Add("letters", canaries.Mark.ToLowerInvariant());
        Add("letters", canaries.Mark.ToUpperInvariant());
        Add("phone", $"628{canaries.Digits}");
        Add("phone", $"08{canaries.Digits}");
        Add("NIK", $"32{canaries.Digits}0");
        tail = Encoding.ASCII.GetBytes(canaries.Digits[^3..]);
        Overlap = needles.Max(needle => needle.Bytes.Length) + 16;
    }

    private int Overlap { get; }

    /// <param name="place">Its name in the finding.</param>
    /// <param name="isText">Short forms are looked for in text only; random bytes hold them by chance.</param>
    public IReadOnlyList<Leak> Find(string place, Stream bytes, bool isText)
    {
        var found = new List<Leak>();
        var window = new byte[Overlap + Block];
        long offset = 0;
        var kept = 0;
        int read;
        while (found.Count < MostLeaks && (read = bytes.ReadAtLeast(window.AsSpan(kept), Block, throwOnEndOfStream: false)) > 0)
        {
            var seen = window.AsSpan(0, kept + read);
            found.AddRange(FindIn(seen, isText).Select(hit => new Leak(place, hit.Form, offset + hit.At)));
            var keep = Math.Min(Overlap, seen.Length);
            seen[^keep..].CopyTo(window);
            offset += seen.Length - keep;
            kept = keep;
        }

        return [.. found.DistinctBy(leak => (leak.Form, leak.Offset)).Take(MostLeaks)];
    }

    public IReadOnlyList<Leak> Find(string place, string text) =>
        [.. FindIn(Encoding.UTF8.GetBytes(text), isText: true).Select(hit => new Leak(place, hit.Form, hit.At)).Take(MostLeaks)];

    private List<(string Form, int At)> FindIn(ReadOnlySpan<byte> bytes, bool isText)
    {
        var hits = new List<(string, int)>();
        foreach (var (form, needle) in needles)
        {
            var from = 0;
            while (bytes[from..].IndexOf(needle) is >= 0 and var at && hits.Count < MostLeaks)
            {
                hits.Add((form, from + at));
                from += at + 1;
            }
        }

        if (isText)
        {
            hits.AddRange(Tails(bytes).Select(at => ("last eight digits", at)));
        }

        return hits;
    }

    /// <summary>Eight digits that stand alone: ids and hashes hold eight digits in a row too.</summary>
    private List<int> Tails(ReadOnlySpan<byte> bytes)
    {
        var hits = new List<int>();
        var from = 0;
        while (bytes[from..].IndexOf(tail) is >= 0 and var found)
        {
            var at = from + found;
            from = at + 1;
            if (IsTail(bytes, at))
            {
                hits.Add(at);
            }
        }

        return hits;
    }

    private static bool IsTail(ReadOnlySpan<byte> bytes, int at)
    {
        if (at + LastDigits > bytes.Length || bytes.Slice(at, LastDigits).ContainsAnyExceptInRange((byte)'0', (byte)'9'))
        {
            return false;
        }

        var before = at == 0 ? (byte)' ' : bytes[at - 1];
        var after = at + LastDigits == bytes.Length ? (byte)' ' : bytes[at + LastDigits];
        return !IsInside(before) && !IsInside(after);
    }

    private static bool IsInside(byte sign) => char.IsAsciiLetterOrDigit((char)sign) || sign is (byte)'-' or (byte)'.' or (byte)',' or (byte)'_';

    private void Add(string form, string text)
    {
        var plain = Encoding.ASCII.GetBytes(text);
        needles.Add((form, plain));
        needles.Add(($"{form} in UTF-16", Encoding.Unicode.GetBytes(text)));
        needles.Add(($"{form} in hexadecimal", Encoding.ASCII.GetBytes(Convert.ToHexStringLower(plain))));
        needles.Add(($"{form} in hexadecimal", Encoding.ASCII.GetBytes(Convert.ToHexString(plain))));
        needles.Add(($"{form} in percent escapes", Encoding.ASCII.GetBytes(string.Concat(plain.Select(each => $"%{each:X2}")))));
        needles.Add(($"{form} in JSON escapes", Encoding.ASCII.GetBytes(string.Concat(plain.Select(each => $"\\u{each:x4}")))));
        for (var shift = 0; shift < 3; shift++)
        {
            AddBase64(form, plain, shift);
        }
    }

    /// <summary>
    /// The same bytes look different at each of three places in a group; signs that hang on neighbours are left out, and no others: three
    /// digits alone stand in many a cursor.
    /// </summary>
    private void AddBase64(string form, byte[] plain, int shift)
    {
        var (first, end) = (((shift * 8) + 5) / 6, (shift + plain.Length) * 8 / 6);
        var text = Convert.ToBase64String([.. new byte[shift], .. plain])[first..end];
        needles.Add(($"{form} in base64", Encoding.ASCII.GetBytes(text)));
        needles.Add(($"{form} in base64url", Encoding.ASCII.GetBytes(text.Replace('+', '-').Replace('/', '_'))));
    }
}
