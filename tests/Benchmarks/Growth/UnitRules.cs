using System.Globalization;
using System.Text;
using Hub.Worker.Config;

namespace Hub.Benchmarks.Growth;

/// <summary>The rules that ship with so many further units, each with a topic of its own that no other one has a word of.</summary>
internal static class UnitRules
{
    private const string Topics = "topics:\n";

    /// <returns>The codes of the further units.</returns>
    public static IReadOnlyList<string> Write(string folder, int units)
    {
        Copy(RoutingFiles.Shipped, folder);
        var numbers = Enumerable.Range(1, units).ToList();
        File.AppendAllLines(
            Path.Combine(folder, "units.csv"),
            numbers.Select(number => string.Create(CultureInfo.InvariantCulture, $"{Code(number)},Unit Contoh {number},PU,echelon-two,,2024-10-21,,")));
        var rules = Path.Combine(folder, "routing.yaml");
        var text = File.ReadAllText(rules);
        if (!text.Contains(Topics, StringComparison.Ordinal))
        {
            throw new InvalidOperationException($"{rules} has no list of topics any more; the bench cannot add its own.");
        }

        var added = numbers.Aggregate(new StringBuilder(Topics), (all, number) => all.Append(
            CultureInfo.InvariantCulture,
            $"  - id: contoh-{number}\n    subject: urusan contoh {number}\n    units: [{Code(number)}]\n    addressee: local\n    localWeight: -3\n    rules:\n      - {{ id: contoh-{number}.kata, weight: 8, terms: [{Word(number)}] }}\n"));
        File.WriteAllText(rules, text.Replace(Topics, added.ToString(), StringComparison.Ordinal));
        return numbers.ConvertAll(Code);
    }

    public static string Code(int number) => string.Create(CultureInfo.InvariantCulture, $"BENCH-{number:D4}");

    /// <summary>What a report for that unit says.</summary>
    public static string Sentence(int number) => $"Urusan {Word(number)} belum selesai sejak lama, mohon ditindaklanjuti oleh kementerian.";

    /// <summary>No word of any language: letters for digits, others at every second place, since a letter that is repeated is read as one.</summary>
    private static string Word(int number) =>
        "zx" + string.Concat(number.ToString("D4", CultureInfo.InvariantCulture).Select((digit, place) => (char)((place % 2 == 0 ? 'a' : 'k') + digit - '0'))) + "zx";

    private static void Copy(string from, string to)
    {
        Directory.CreateDirectory(to);
        foreach (var file in Directory.GetFiles(from))
        {
            File.Copy(file, Path.Combine(to, Path.GetFileName(file)));
        }

        foreach (var folder in Directory.GetDirectories(from))
        {
            Copy(folder, Path.Combine(to, Path.GetFileName(folder)));
        }
    }
}
