using Hub.Router.Routing;
using Hub.Router.Units;

namespace Hub.Worker.Config.Reading;

/// <summary>Names of things the ministry looks after, in all the ways people write them.</summary>
internal static class AssetRows
{
    private const string Toll = "tol";
    private const string Dam = "bendungan-irigasi";
    private const string Road = "jalan";
    private const string River = "sungai-banjir";
    private const string Settlement = "drainase";

    private static readonly string[] Ways = ["menuju", "arah", "ke", "sampai"];

    public static IReadOnlyList<NamedAsset> Read(string folder, List<KnowledgeFault> faults) =>
    [
        .. CsvTable.Read(folder, KnowledgeFile.Tolls, ["name", "after_tol", "alone"], faults)
            .Select(line => new NamedAsset(line["name"], AssetKind.Toll, [.. With(line.Several("after_tol").Concat(line.Several("alone")), "tol", "jalan tol", "ruas tol"), .. line.Several("alone")], Toll)),
        .. CsvTable.Read(folder, KnowledgeFile.Dams, ["name", "after_dam", "alone", "province", "office"], faults)
            .Select(line => new NamedAsset(line["name"], AssetKind.Dam, [.. With(line.Several("after_dam"), "bendungan", "waduk", "dam"), .. line.Several("alone")], Dam, line.Optional("office")) { Province = line.Optional("province") }),
        .. CsvTable.Read(folder, KnowledgeFile.Roads, ["name", "called", "between", "regency", "province"], faults)
            .Select(line => new NamedAsset(line["name"], AssetKind.NationalRoad, [.. line.Several("called"), .. Between(line["between"])], Road, Regency: line.Optional("regency")) { Province = line.Optional("province") }),
        .. CsvTable.Read(folder, KnowledgeFile.Rivers, ["name", "alone", "office", "province"], faults)
            .Select(line => new NamedAsset(line["name"], AssetKind.River, [.. With([line["name"]], "sungai", "kali", "das", "ws", "wilayah sungai"), .. line.Several("alone")], River, line.Optional("office")) { Province = line.Optional("province") }),
    ];

    /// <summary>Balai by their full and their short names: "Balai Besar Wilayah Sungai Citarum", "BBWS Citarum".</summary>
    /// <param name="dated">Names that meant other offices at other times; they are not taken from the directory.</param>
    public static IEnumerable<NamedAsset> Offices(IReadOnlyList<Unit> units, IReadOnlyList<NamedAsset> dated)
    {
        var taken = dated.SelectMany(asset => asset.Aliases).ToHashSet(StringComparer.OrdinalIgnoreCase);
        return units.Select(unit => (Unit: unit, Topic: TopicOf(unit.Kind), Names: OfficeNames(unit).Where(name => !taken.Contains(name)).ToArray()))
            .Where(office => office.Topic is not null && office.Names.Length > 0)
            .Select(office => new NamedAsset(office.Unit.Name, AssetKind.Office, office.Names, office.Topic!, office.Unit.Code));
    }

    /// <summary>Names whose office depends on the day of the report: the numbers of Kalimantan moved in 2020 (DOMAIN 5.3).</summary>
    public static IReadOnlyList<NamedAsset> DatedOffices(string folder, IReadOnlyList<Unit> units, List<KnowledgeFault> faults) =>
    [
        .. CsvTable.Read(folder, KnowledgeFile.Offices, ["name", "office", "from", "to"], faults)
            .Select(line => new NamedAsset(line["name"], AssetKind.Office, [line["name"]], TopicOf(units.FirstOrDefault(unit => unit.Code == line["office"])?.Kind) ?? River, line["office"])
            {
                From = line.Day("from", faults),
                To = line.Day("to", faults),
            }),
    ];

    private static string? TopicOf(UnitKind? kind) => kind switch
    {
        UnitKind.Bbws or UnitKind.Bws => River,
        UnitKind.Bbpjn or UnitKind.Bpjn => Road,
        UnitKind.Bppw => Settlement,
        _ => null,
    };

    private static string[] OfficeNames(Unit unit)
    {
        var full = unit.Kind switch
        {
            UnitKind.Bbws => "Balai Besar Wilayah Sungai",
            UnitKind.Bws => "Balai Wilayah Sungai",
            UnitKind.Bbpjn => "Balai Besar Pelaksanaan Jalan Nasional",
            UnitKind.Bpjn => "Balai Pelaksanaan Jalan Nasional",
            _ => "Balai Prasarana Permukiman Wilayah",
        };
        return [unit.Name, .. unit.Name.StartsWith(full, StringComparison.Ordinal) ? new[] { unit.Kind.ToString() + unit.Name[full.Length..] } : []];
    }

    private static IEnumerable<string> With(IEnumerable<string> names, params string[] before) =>
        names.SelectMany(name => before.Select(word => $"{word} {name}"));

    /// <summary>"Gempol - Bangil" is said as a road in either direction; of less official words only those that speak of a main road count.</summary>
    private static IEnumerable<string> Between(string section) =>
        section.Split(" - ", StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries) is [var from, var to]
            ? new[] { (from, to), (to, from) }.SelectMany(pair => With(
                    [$"{pair.Item1} {pair.Item2}"],
                    "jalan", "jalan raya", "jalan nasional", "jalan poros", "jalan lintas", "jalan arteri", "ruas", "ruas jalan", "ruas jalan raya", "ruas jalan nasional", "poros", "jalur")
                .Concat(With(Ways.Select(way => $"{pair.Item1} {way} {pair.Item2}"), "jalan raya", "ruas", "ruas jalan")))
            : [];
}
