using System.Globalization;

namespace Hub.Router.Routing.Places;

/// <summary>
/// Kilometre posts: "km 23", "KM. 12+500", "kilometer 7,5". The number stands after the word; "3 km dari pasar" is a distance and
/// "60 km/jam" a speed.
/// </summary>
internal static class KilometrePost
{
    private static readonly string[] Words = ["kilometer", "kilo meter", "km"];

    /// <summary>The longest national road is shorter.</summary>
    private const int Farthest = 3000;

    public static string? Find(string? text)
    {
        for (var from = 0; text is not null && from < text.Length;)
        {
            var at = text.AsSpan(from).IndexOfAny('k', 'K');
            if (at < 0)
            {
                return null;
            }

            at += from;
            var word = WordAt(text, at);
            if (word > 0 && Read(text, at, at + word) is { } post)
            {
                return post;
            }

            from = at + 1;
        }

        return null;
    }

    /// <returns>Length of "km", "kilo meter" or "kilometer" as a word of its own, else 0.</returns>
    private static int WordAt(string text, int at)
    {
        if (at + 1 == text.Length || text[at + 1] is not ('m' or 'M' or 'i' or 'I'))
        {
            return 0;
        }

        foreach (var word in Words)
        {
            if (string.Compare(text, at, word, 0, word.Length, StringComparison.OrdinalIgnoreCase) == 0
                && (at == 0 || !char.IsLetterOrDigit(text[at - 1]))
                && (at + word.Length == text.Length || !char.IsLetter(text[at + word.Length])))
            {
                return word.Length;
            }
        }

        return 0;
    }

    private static string? Read(string text, int word, int after)
    {
        var at = Skip(text, after);
        var whole = Digits(text, at);
        if (whole.Length is 0 or > 4 || IsDistance(text, word) || int.Parse(whole, CultureInfo.InvariantCulture) > Farthest)
        {
            return null;
        }

        at += whole.Length;
        var metres = at < text.Length && text[at] is '+' or ',' or '.' ? Digits(text, at + 1) : "";
        return metres.Length is 0 or > 3 ? $"KM {whole}" : $"KM {whole}+{(text[at] is '+' ? metres.PadLeft(3, '0') : metres.PadRight(3, '0'))}";
    }

    /// <summary>"Jarak 3 km": the number before the word is the distance, whatever follows.</summary>
    private static bool IsDistance(string text, int word)
    {
        var at = word - 1;
        while (at >= 0 && text[at] is ' ')
        {
            at--;
        }

        return at >= 0 && char.IsAsciiDigit(text[at]);
    }

    private static int Skip(string text, int at)
    {
        while (at < text.Length && text[at] is ' ' or '.' or ':' or '-' or '\u00a0')
        {
            at++;
        }

        return at;
    }

    private static string Digits(string text, int at)
    {
        var end = at;
        while (end < text.Length && char.IsAsciiDigit(text[end]))
        {
            end++;
        }

        return text[Math.Min(at, text.Length)..end];
    }
}
