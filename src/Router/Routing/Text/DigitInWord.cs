namespace Hub.Router.Routing.Text;

/// <summary>Digits among letters that are no number: the 2 of "lubang2" doubles the word, the 4 of "b4njir" stands for a letter.</summary>
internal static class DigitInWord
{
    private const int LongestWord = 48;
    private const int ShortestDoubled = 4;

    /// <summary>What each digit looks like; 1 is an i or an l.</summary>
    private const string Letters = "oizeasgtbg";

    /// <param name="before">Letters of the word so far, up to the digit.</param>
    /// <returns>How many signs were read from the digit on, with the word found; 0 when it is a number.</returns>
    public static int Read(string text, int at, ReadOnlySpan<char> before, WordFound found, WordKnown? known)
    {
        if (text[at] is '2' && before.Length >= ShortestDoubled && EndingAfter(text.AsSpan(at + 1)) is var rest and >= 0)
        {
            found(before);
            return rest + 1;
        }

        return known is not null && at + 1 < text.Length && char.IsAsciiLetter(text[at + 1]) ? ReadAsLetters(text, at, before, found, known) : 0;
    }

    /// <returns>Length of an ending that belongs to the word, or -1 when the word goes on.</returns>
    private static int EndingAfter(ReadOnlySpan<char> after)
    {
        var ending = after.StartsWith("nya", StringComparison.OrdinalIgnoreCase) ? 3 : 0;
        return after.Length == ending || !char.IsAsciiLetterOrDigit(after[ending]) ? ending : -1;
    }

    private static int ReadAsLetters(string text, int at, ReadOnlySpan<char> before, WordFound found, WordKnown known)
    {
        var end = at;
        while (end < text.Length && char.IsAsciiLetterOrDigit(text[end]))
        {
            end++;
        }

        var length = before.Length + end - at;
        if (length > LongestWord || (at > before.Length && char.IsAsciiLetterOrDigit(text[at - before.Length - 1])))
        {
            return 0;
        }

        Span<char> word = stackalloc char[LongestWord];
        word = word[..length];
        before.CopyTo(word);
        foreach (var one in "il")
        {
            for (var next = at; next < end; next++)
            {
                word[before.Length + next - at] = LetterOf(text[next], one);
            }

            if (known(word))
            {
                found(word);
                return end - at;
            }
        }

        return 0;
    }

    private static char LetterOf(char sign, char one) => sign switch
    {
        '1' => one,
        _ when char.IsAsciiDigit(sign) => Letters[sign - '0'],
        _ => char.ToLowerInvariant(sign),
    };
}
