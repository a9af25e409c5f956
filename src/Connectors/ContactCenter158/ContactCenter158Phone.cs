namespace Hub.Connectors.ContactCenter158;

/// <summary>A number as a switch or an operator writes it, as E.164; Indonesian where it begins with a single zero.</summary>
internal static class ContactCenter158Phone
{
    private const int Shortest = 8;
    private const int Longest = 15;
    private const string Separators = " .-/()\u00A0";

    /// <returns>Null when it is withheld or cannot be read as a number.</returns>
    public static string? Read(string? written)
    {
        if (written is null)
        {
            return null;
        }

        var plain = string.Concat(written.Where(letter => !Separators.Contains(letter)));
        var number = plain switch
        {
            ['+', .. var rest] => rest,
            ['0', '0', .. var rest] => rest,
            ['0', .. var rest] => "62" + rest,
            ['6', '2', ..] => plain,
            _ => "",
        };

        // "+62 0812…" is a common slip.
        number = number.StartsWith("620", StringComparison.Ordinal) ? "62" + number[3..] : number;

        return number.Length is >= Shortest and <= Longest && number[0] is not '0' && number.All(char.IsAsciiDigit) ? "+" + number : null;
    }
}
