using System.Collections.Frozen;
using System.Text;
using System.Text.RegularExpressions;

namespace Hub.Router.Privacy;

/// <summary>What was found.</summary>
public enum FragmentKind
{
    Phone,
    Email,
    Nik,
}

/// <summary>A piece of identity cut out of free text; it goes to the vault and nowhere else.</summary>
/// <param name="Position">In the text as it came.</param>
public sealed record IdentityFragment(FragmentKind Kind, string Original, int Position)
{
    /// <summary>Hides the person from logs and debuggers.</summary>
    public override string ToString() => $"{Kind} at {Position}";
}

public sealed record MaskedText(string Text, IReadOnlyList<IdentityFragment> Fragments);

/// <summary>
/// Takes phone numbers, e-mail addresses and NIK out of free text (P9). Report numbers, tracking ids, road posts, dates, money,
/// coordinates, postal codes and UUIDs stay. What it returns holds nothing that it would still find.
/// </summary>
public static class IdentityMask
{
    private const int LongestFault = 4096;
    private const int LongestReason = 1000;

    // Stands in the place of what was found or stays, so that places do not move while the search goes on.
    private const char Cover = ']';

    private static readonly FrozenDictionary<FragmentKind, string> Tokens = new Dictionary<FragmentKind, string>
    {
        [FragmentKind.Phone] = "[telepon]",
        [FragmentKind.Email] = "[surel]",
        [FragmentKind.Nik] = "[NIK]",
    }.ToFrozenDictionary();

    private static readonly FrozenSet<int> Provinces = FrozenSet.ToFrozenSet(
        [11, 12, 13, 14, 15, 16, 17, 18, 19, 21, 31, 32, 33, 34, 35, 36, 51, 52, 53, 61, 62, 63, 64, 65, 71, 72, 73, 74, 75, 76, 81, 82, 91, 92, 93, 94, 95, 96, 97]);

    public static MaskedText Mask(string text)
    {
        var plain = Plain(text);
        if (!plain.AsSpan().ContainsAnyInRange('0', '9') && !plain.Contains('@'))
        {
            return new MaskedText(text, []);
        }

        var fragments = new List<IdentityFragment>();
        plain = IdentityPatterns.Uuid().Replace(plain, Covered);
        int before;
        do
        {
            // Again until nothing is found: a number may stand free only after its neighbour is gone.
            before = fragments.Count;
            plain = plain.Contains('@') ? Take(FragmentKind.Email, IdentityPatterns.Email()) : plain;
            plain = Take(FragmentKind.Nik, IdentityPatterns.Nik());
            plain = Take(FragmentKind.Nik, IdentityPatterns.GroupedNik());
            plain = Take(FragmentKind.Phone, IdentityPatterns.Mobile());
            plain = Take(FragmentKind.Phone, IdentityPatterns.Landline());
        }
        while (fragments.Count > before);

        return Rendered(text, [.. fragments.OrderBy(fragment => fragment.Position)]);

        string Take(FragmentKind kind, Regex pattern) => pattern.Replace(plain, match =>
        {
            if (kind is FragmentKind.Nik && match.Length > 16 && !HasNikOrder(match.ValueSpan))
            {
                return match.Value;
            }

            fragments.Add(new IdentityFragment(kind, text.Substring(match.Index, match.Length), match.Index));
            return Covered(match);
        });
    }

    /// <summary>What others say about a fault, for one column or one line: they may quote the number they were given.</summary>
    public static string OneLine(string text) => SafeText.Cut(Mask(SafeText.OneLine(text, LongestReason)).Text, LongestReason);

    /// <summary>What may leave about a fault: its type, and its message masked, on one line and cut (RELIABILITY 0.1, 6).</summary>
    public static string Fault(Exception fault) =>
        SafeText.Cut($"{fault.GetType().Name}: {Mask(SafeText.OneLine(fault.Message, 4 * LongestFault)).Text}", LongestFault);

    private static string Covered(Match match) => new(Cover, match.Length);

    private static MaskedText Rendered(string text, IReadOnlyList<IdentityFragment> fragments)
    {
        if (fragments.Count is 0)
        {
            return new MaskedText(text, fragments);
        }

        var masked = new StringBuilder(text.Length);
        var end = 0;
        foreach (var fragment in fragments)
        {
            masked.Append(text, end, fragment.Position - end).Append(Tokens[fragment.Kind]);
            end = fragment.Position + fragment.Original.Length;
        }

        return new MaskedText(masked.Append(text, end, text.Length - end).ToString(), fragments);
    }

    /// <summary>Full-width signs, other digits, dashes and spaces become their plain ASCII twin; nothing changes its place.</summary>
    private static string Plain(string text) => Ascii.IsValid(text) && !text.Contains('\t') ? text : string.Create(text.Length, text, (span, source) =>
    {
        for (var index = 0; index < span.Length; index++)
        {
            span[index] = Plain(source[index]);
        }
    });

    private static char Plain(char sign) => sign switch
    {
        '\t' or '\u00A0' or '\u202F' or '\u3000' or (>= '\u2000' and <= '\u200D') or '\u2060' or '\uFEFF' => ' ',
        (>= '\u2010' and <= '\u2015') or '\u2212' => '-',
        < '\u0080' => sign,
        >= '\uFF01' and <= '\uFF5E' => (char)(sign - 0xFEE0),
        _ when char.IsDigit(sign) => (char)('0' + (int)char.GetNumericValue(sign)),
        _ => sign,
    };

    /// <summary>Province, then day (women: plus 40) and month of birth, as every NIK holds them.</summary>
    private static bool HasNikOrder(ReadOnlySpan<char> match)
    {
        Span<int> digits = stackalloc int[16];
        var count = 0;
        foreach (var sign in match)
        {
            if (char.IsAsciiDigit(sign))
            {
                digits[count++] = sign - '0';
            }
        }

        var day = (digits[6] * 10) + digits[7];
        var month = (digits[8] * 10) + digits[9];
        return Provinces.Contains((digits[0] * 10) + digits[1]) && day is (>= 1 and <= 31) or (>= 41 and <= 71) && month is >= 1 and <= 12;
    }
}
