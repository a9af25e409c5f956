using System.Globalization;
using System.Text;

namespace Hub.Router.Routing.Text;

internal delegate void WordFound(ReadOnlySpan<char> word);

/// <summary>Whether the rules have a word of these letters.</summary>
internal delegate bool WordKnown(ReadOnlySpan<char> word);

/// <summary>Cuts real reports into plain lower-case words: glued words, odd spaces, accents, look-alike letters, long-drawn letters and links are dealt with here.</summary>
internal static class WordSplitter
{
    private const int LongestWord = 48;
    private const int SmallLetter = 0x20;

    /// <param name="known">With it, digits that stand for letters are read as letters ("b4njir").</param>
    public static void Split(string text, WordFound found, WordKnown? known = null)
    {
        var plain = IsPlain(text) ? text : Plain(text);
        Span<char> word = stackalloc char[LongestWord];
        for (var at = 0; at < plain.Length;)
        {
            if (!char.IsAsciiLetterOrDigit(plain[at]))
            {
                at++;
            }
            else if (PlainWord(plain, at, word) is var length and > 0)
            {
                at += length;
                if (IsLink(word[..length], plain, at - 1))
                {
                    at = EndOfLink(plain, at);
                }
                else
                {
                    found(word[..length]);
                }
            }
            else
            {
                at = Mixed(plain, at, word, found, known);
            }
        }
    }

    /// <summary>Most words are letters alone with none glued, drawn out or too many; they are read in one go.</summary>
    /// <returns>0 for a run that needs a closer look.</returns>
    private static int PlainWord(string text, int start, Span<char> word)
    {
        var (length, before, same) = (0, '\0', 0);
        for (; start + length < text.Length; length++)
        {
            var letter = text[start + length];
            if (!char.IsAsciiLetterLower(letter))
            {
                if (!char.IsAsciiLetterOrDigit(letter))
                {
                    return length;
                }

                if (char.IsAsciiDigit(letter) || StartsWord(before, letter))
                {
                    return 0;
                }
            }

            same = letter == before ? same + 1 : 0;
            if (length == LongestWord || same == 2)
            {
                return 0;
            }

            word[length] = (char)(letter | SmallLetter);
            before = letter;
        }

        return length;
    }

    /// <summary>Cuts one run of letters and digits.</summary>
    /// <returns>Where to go on.</returns>
    private static int Mixed(string text, int start, Span<char> word, WordFound found, WordKnown? known)
    {
        var (at, length) = (start, 0);
        for (; at < text.Length && char.IsAsciiLetterOrDigit(text[at]); at++)
        {
            var letter = text[at];
            if (char.IsAsciiDigit(letter) && DigitInWord.Read(text, at, word[..length], found, known) is var read and > 0)
            {
                return at + read;
            }

            if (length > 0 && StartsWord(text[at - 1], letter))
            {
                length = Flush(word[..length], found);
            }

            if (!IsDrawnOut(text, at))
            {
                length = Append(word, length, char.ToLowerInvariant(letter));
            }

            if (IsLink(word[..length], text, at))
            {
                return EndOfLink(text, at);
            }
        }

        Flush(word[..length], found);
        return at;
    }

    private static int Flush(ReadOnlySpan<char> word, WordFound found)
    {
        if (word.Length > 0)
        {
            found(word);
        }

        return 0;
    }

    /// <summary>"wr.wbDengan" and "RT05" are two words each (text/README).</summary>
    private static bool StartsWord(char before, char letter) =>
        (char.IsAsciiLetterUpper(letter) && char.IsAsciiLetterLower(before)) || char.IsAsciiDigit(letter) != char.IsAsciiDigit(before);

    /// <summary>Of three or more equal letters in a row only the first counts, as in "banjirrrr"; not at the start of a word, where PPPK stands.</summary>
    private static bool IsDrawnOut(string text, int at) => at > 0 && text[at - 1] == text[at] && IsInRow(text, at);

    private static bool IsInRow(string text, int at)
    {
        var first = at;
        while (first > 0 && text[first - 1] == text[at])
        {
            first--;
        }

        if (first == 0 || !char.IsAsciiLetter(text[first - 1]) || !char.IsAsciiLetter(text[at]))
        {
            return false;
        }

        var last = at;
        while (last + 1 < text.Length && text[last + 1] == text[at])
        {
            last++;
        }

        return last - first >= 2;
    }

    private static int Append(Span<char> word, int length, char letter)
    {
        if (length == LongestWord)
        {
            return length;
        }

        word[length] = letter;
        return length + 1;
    }

    /// <summary>The end of a map link would read as "gang" (goo.gl) or as a place.</summary>
    private static bool IsLink(ReadOnlySpan<char> word, string text, int at) => at + 1 < text.Length && text[at + 1] is (':' or '.') and var sign && StartsLink(word, sign);

    private static bool StartsLink(ReadOnlySpan<char> word, char sign) => sign is ':' ? word is "http" or "https" : word is "www" or "maps" or "goo";

    private static int EndOfLink(string text, int at)
    {
        while (at < text.Length && !char.IsWhiteSpace(text[at]))
        {
            at++;
        }

        return at;
    }

    private static bool IsPlain(string text) => Ascii.IsValid(text);

    private static string Plain(string text)
    {
        // A lone half of a surrogate pair would make Normalize throw; runes replace it.
        var whole = new StringBuilder(text.Length);
        foreach (var rune in text.EnumerateRunes())
        {
            whole.Append(rune.ToString());
        }

        var plain = new StringBuilder(text.Length);
        foreach (var letter in whole.ToString().Normalize(NormalizationForm.FormKD))
        {
            if (CharUnicodeInfo.GetUnicodeCategory(letter) is not (UnicodeCategory.NonSpacingMark or UnicodeCategory.Format))
            {
                plain.Append(letter);
            }
        }

        return plain.ToString();
    }
}
