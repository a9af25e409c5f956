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

    public static IReadOnlyList<NamedAsset> Read(string folder, List<KnowledgeFault> faults) =>
    [
        .. CsvTable.Read(folder, KnowledgeFile.Tolls, ["name", "after_tol", "alone"], faults)
            .Select(line => new NamedAsset(line["name"], AssetKind.Toll, [.. With(line.Several("after_tol").Concat(line.Several("alone")), "tol", "jalan tol", "ruas tol"), .. line.Several("alone")], Toll)),
        .. CsvTable.Read(folder, KnowledgeFile.Dams, ["name", "after_dam", "alone", "province"], faults)
            .Select(line => new NamedAsset(line["name"], AssetKind.Dam, [.. With(line.Several("after_dam"), "bendungan", "waduk", "dam"), .. line.Several("alone")], Dam)),
        .. CsvTable.Read(folder, KnowledgeFile.Roads, ["name", "called", "between", "regency"], faults)
            .Select(line => new NamedAsset(line["name"], AssetKind.NationalRoad, [.. line.Several("called"), .. Between(line["between"])], Road, Regency: line.Optional("regency"))),
        .. CsvTable.Read(folder, KnowledgeFile.Rivers, ["name", "alone", "office"], faults)
            .Select(line => new NamedAsset(line["name"], AssetKind.River, [.. With([line["name"]], "sungai", "kali", "das"), .. line.Several("alone")], River, line.Optional("office"))),
    ];

    /// <summary>Balai by their full and their short names: "Balai Besar Wilayah Sungai Citarum", "BBWS Citarum".</summary>
    public static IEnumerable<NamedAsset> Offices(IReadOnlyList<Unit> units) =>
        units.Select(unit => (Unit: unit, Topic: TopicOf(unit.Kind)))
            .Where(pair => pair.Topic is not null)
            .Select(pair => new NamedAsset(pair.Unit.Name, AssetKind.Office, OfficeNames(pair.Unit), pair.Topic!, pair.Unit.Code));

    private static string? TopicOf(UnitKind kind) => kind switch
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

    /// <summary>"Gempol - Bangil" is said as a road in either direction.</summary>
    private static IEnumerable<string> Between(string section) =>
        section.Split(" - ", StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries) is [var from, var to]
            ? With([$"{from} {to}", $"{to} {from}"], "jalan", "jalan raya", "ruas", "ruas jalan", "jalur")
            : [];
}
