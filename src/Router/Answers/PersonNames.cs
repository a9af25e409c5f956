using System.Collections.Frozen;
using System.Text.RegularExpressions;

namespace Hub.Router.Answers;

/// <summary>
/// Names of persons in a text: what stands with capitals after a form of address. Offices ("Bapak Kepala Balai"), short signs of
/// offices ("Bapak PPK") and places ("Jalan Ibu Inggit") are no names.
/// </summary>
internal static partial class PersonNames
{
    /// <summary>What follows a form of address and is an office, a role or a group.</summary>
    private static readonly FrozenSet<string> Roles = FrozenSet.ToFrozenSet(
        [
            "kepala", "direktur", "menteri", "wakil", "sekretaris", "inspektur", "presiden", "gubernur", "bupati", "walikota", "wali", "kota", "camat", "lurah", "kades", "desa", "ketua", "rt", "rw",
            "pelapor", "pengguna", "warga", "masyarakat", "saudara", "saudari", "bapak", "ibu", "pimpinan", "pejabat", "petugas", "admin", "tim", "staf", "pengawas", "pelaksana", "manajer",
            "koordinator", "anggota", "dinas", "balai", "satker", "ppk", "ditjen", "direktorat", "kementerian", "pu", "pupr", "pemohon", "yang", "dan", "sekalian", "semua", "terhormat", "yth",
            "kabag", "kasi", "kabid", "kadis", "kapolres", "kapolsek", "danramil", "dandim", "kelurahan", "kecamatan", "kabupaten", "provinsi", "negara", "pertiwi", "rumah", "tangga", "kami", "anda", "di", "atas", "mohon",
        ],
        StringComparer.OrdinalIgnoreCase);

    /// <returns>Each name as written, without the form of address.</returns>
    public static IReadOnlyList<string> Find(string text)
    {
        List<string> found = [];
        foreach (Match match in Addressed().Matches(text))
        {
            var words = match.Groups["name"].Value.Split(' ', StringSplitOptions.RemoveEmptyEntries);
            var shouts = IsUpper(match.Groups["form"].Value);
            var name = words.TakeWhile(word => !Roles.Contains(word.Trim('.'))).ToList();
            if (name.Count > 0 && (shouts || name[0].Length > 5 || !IsUpper(name[0])))
            {
                found.Add(string.Join(' ', name));
            }
        }

        return found;
    }

    /// <summary>Is each word of the name a word of the allowed one?</summary>
    public static bool IsOf(string name, string? allowed) => allowed is not null
        && name.Split(' ').All(word => allowed.Split(' ', StringSplitOptions.RemoveEmptyEntries).Contains(word.Trim('.'), StringComparer.OrdinalIgnoreCase));

    private static bool IsUpper(string word) => word.All(sign => !char.IsLower(sign));

    [GeneratedRegex(
        @"(?<!\w)(?<!(?i:jalan|jl\.?|jln\.?|gang|gg\.?|desa|dusun|kampung|pasar|sungai|kali|jembatan|simpang|makam|toko|warung|masjid|taman|gedung|rs|rsud|rsia|sekolah|waduk|bendungan)[ ]+)
        (?<form>(?i:bapak|ibu|saudara|saudari|tuan|nyonya|pak|bu|sdr\.?|sdri\.?|bpk\.?|ny\.|tn\.|a\.n\.?|atas[ ]nama))[ ]+((Ir|Drs|Dra|Dr|dr|Hj|H|Prof|KH)\.?[ ]+)*
        (?<name>[A-Z][\p{L}'’]+\.?([ ][A-Z][\p{L}'’]*\.?){0,4})",
        RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture | RegexOptions.IgnorePatternWhitespace)]
    private static partial Regex Addressed();
}
