using System.Text.RegularExpressions;

namespace Hub.Connectors.WhatsApp;

/// <summary>Small rules about text: what Meta refuses in it and what may not leave with it.</summary>
internal static partial class WhatsAppText
{
    /// <summary>Meta's own words about a fault, for an operator: without anything that looks like a phone number, and short.</summary>
    public static string ForOperator(string text) => Shortened(LongDigits().Replace(OneLine(text), "…"), 200);

    /// <summary>No newline, tab or run of spaces: a template parameter holding them is refused (CHANNELS 1.10).</summary>
    public static string OneLine(string text) => Spaces().Replace(text, " ").Trim();

    /// <summary>Cut at a length without leaving half a character.</summary>
    public static string Shortened(string text, int longest)
    {
        if (text.Length <= longest)
        {
            return text;
        }

        var end = char.IsHighSurrogate(text[longest - 2]) ? longest - 2 : longest - 1;
        return text[..end] + "…";
    }

    [GeneratedRegex(@"\+?\d[\d\-. ]{5,}\d")]
    private static partial Regex LongDigits();

    [GeneratedRegex(@"[\s\p{Cc}\p{Zl}\p{Zp}]+")]
    private static partial Regex Spaces();
}
