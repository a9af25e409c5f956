using System.Globalization;
using System.Text;

namespace Hub.Router.Privacy;

/// <summary>Text that can go into one log line or one message header.</summary>
internal static class SafeText
{
    /// <summary>One line without control and direction marks, at most so many characters, no character cut in half.</summary>
    public static string OneLine(string text, int longest)
    {
        var line = new StringBuilder(Math.Min(text.Length, longest));
        foreach (var sign in text.AsSpan(0, Math.Min(text.Length, 4 * longest)))
        {
            switch (char.GetUnicodeCategory(sign))
            {
                case UnicodeCategory.Control or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator when char.IsWhiteSpace(sign):
                    line.Append(' ');
                    break;
                case UnicodeCategory.Control or UnicodeCategory.Format:
                    break;
                default:
                    line.Append(sign);
                    break;
            }
        }

        return Cut(line.ToString(), longest);
    }

    /// <summary>At most so many characters; a pair that does not fit whole is left out.</summary>
    public static string Cut(string text, int longest)
    {
        if (text.Length <= longest)
        {
            return text;
        }

        return longest > 0 && char.IsHighSurrogate(text[longest - 1]) ? text[..(longest - 1)] : text[..longest];
    }
}
