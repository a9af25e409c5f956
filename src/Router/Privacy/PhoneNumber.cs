namespace Hub.Router.Privacy;

/// <summary>Brings the ways of writing one phone number to one form.</summary>
internal static class PhoneNumber
{
    private const int Shortest = 8;
    private const int Longest = 15;

    /// <summary>E.164 with a leading plus; null when the text is no number that can be placed without guessing a country.</summary>
    public static string? ToE164(string text)
    {
        var digits = string.Concat(text.Where(char.IsAsciiDigit));
        var international = text.AsSpan().TrimStart(" (").StartsWith("+") ? digits : digits switch
        {
            ['0', '0', .. var abroad] => abroad,
            ['0', .. var national] => "62" + national,
            ['6', '2', ..] => digits,
            _ => null,
        };

        // +62 (0)812 and +62 0812 are common slips for +62 812.
        if (international is ['6', '2', '0', .. var rest])
        {
            international = "62" + rest;
        }

        return international is { Length: >= Shortest and <= Longest } && HasOnlyPhoneSigns(text) ? "+" + international : null;
    }

    private static bool HasOnlyPhoneSigns(string text) => text.All(sign => char.IsAsciiDigit(sign) || char.IsWhiteSpace(sign) || "+-.()/".Contains(sign));
}
