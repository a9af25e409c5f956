using System.Text;

namespace Hub.Router.Routing.Evidence;

/// <summary>LAPOR! writes some categories with a no-break space and in mixed case (DOMAIN 1.7).</summary>
internal static class CategoryName
{
    public static string Of(string path)
    {
        var plain = new StringBuilder(path.Length);
        foreach (var letter in path)
        {
            if (char.IsWhiteSpace(letter) || letter is '>')
            {
                Separate(plain, letter is '>');
            }
            else
            {
                plain.Append(char.ToUpperInvariant(letter));
            }
        }

        return plain.ToString().Trim();
    }

    private static void Separate(StringBuilder plain, bool level)
    {
        while (plain.Length > 0 && plain[^1] is ' ')
        {
            plain.Length--;
        }

        if (level)
        {
            plain.Append('>');
        }
        else if (plain.Length > 0 && plain[^1] is not '>')
        {
            plain.Append(' ');
        }
    }
}
