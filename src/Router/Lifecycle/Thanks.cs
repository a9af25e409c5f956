using System.Collections.Frozen;

namespace Hub.Router.Lifecycle;

/// <summary>Is a citizen's word after the end nothing but thanks or a yes? Then it opens nothing again; any other word does.</summary>
internal static class Thanks
{
    private static readonly FrozenSet<string> Words = FrozenSet.ToFrozenSet(
        [
            "terima", "kasih", "terimakasih", "makasih", "makasi", "trims", "trimakasih", "tks", "thanks", "thank", "you", "ok", "oke", "okay", "baik", "siap", "sip", "mantap", "alhamdulillah",
            "banyak", "sekali", "ya", "iya", "pak", "bu", "bapak", "ibu", "min", "admin", "kak", "atas", "bantuan", "bantuannya", "respon", "responnya", "perhatian", "perhatiannya",
            "dan", "semoga", "sehat", "selalu", "sukses",
        ],
        StringComparer.OrdinalIgnoreCase);

    public static bool IsAll(string text)
    {
        var word = 0;
        for (var index = 0; index <= text.Length; index++)
        {
            if (index < text.Length && char.IsLetterOrDigit(text[index]))
            {
                word++;
            }
            else if (word > 0)
            {
                if (!Words.Contains(text.Substring(index - word, word)))
                {
                    return false;
                }

                word = 0;
            }
        }

        return true;
    }
}
