using System.Globalization;
using Hub.Router.Routing;

namespace Hub.Worker.Config.Reading;

internal static class RegionRows
{
    public static IReadOnlyList<Region> Read(string folder, List<KnowledgeFault> faults) =>
    [
        .. CsvTable.Read(folder, KnowledgeFile.Provinces, ["code", "name", "aliases", "latitude", "longitude", "bps"], faults)
            .Select(line => Region(line, RegionKind.Province, true, faults)).OfType<Region>(),
        .. CsvTable.Read(folder, KnowledgeFile.Regencies, ["code", "name", "kind", "aliases", "latitude", "longitude", "stands_alone", "bps"], faults)
            .Select(line => Regency(line, faults)).OfType<Region>(),
    ];

    public static IReadOnlyList<District> Districts(string folder, List<KnowledgeFault> faults) =>
    [
        .. CsvTable.Read(folder, KnowledgeFile.Districts, ["code", "name", "latitude", "longitude", "everyday"], faults)
            .Select(line => District(line, faults)).OfType<District>(),
    ];

    private static District? District(CsvLine line, List<KnowledgeFault> faults)
    {
        if (line["code"].Length == 8 && line["name"].Length > 0 && line["everyday"] is "yes" or ""
            && double.TryParse(line["latitude"], NumberStyles.Float, CultureInfo.InvariantCulture, out var latitude)
            && double.TryParse(line["longitude"], NumberStyles.Float, CultureInfo.InvariantCulture, out var longitude))
        {
            return new District(line["code"], line["name"], latitude, longitude, line["everyday"] is "yes");
        }

        faults.Add(line.Fault("code, name, coordinates or everyday cannot be read.", "Write the code as 32.04.05, degrees with a decimal point, and yes or nothing."));
        return null;
    }

    private static Region? Regency(CsvLine line, List<KnowledgeFault> faults)
    {
        if (line["kind"] is not ("kabupaten" or "kota") || line["stands_alone"] is not ("yes" or "no"))
        {
            faults.Add(line.Fault("kind or stands_alone holds another word.", "Write kabupaten or kota, and yes or no."));
            return null;
        }

        return Region(line, line["kind"] is "kota" ? RegionKind.Kota : RegionKind.Kabupaten, line["stands_alone"] is "yes", faults);
    }

    private static Region? Region(CsvLine line, RegionKind kind, bool standsAlone, List<KnowledgeFault> faults)
    {
        if (line["code"].Length >= 2
            && double.TryParse(line["latitude"], NumberStyles.Float, CultureInfo.InvariantCulture, out var latitude)
            && double.TryParse(line["longitude"], NumberStyles.Float, CultureInfo.InvariantCulture, out var longitude))
        {
            return new Region(line["code"], line["name"], kind, line.Several("aliases"), latitude, longitude, standsAlone) { Bps = line.Optional("bps") };
        }

        faults.Add(line.Fault("code or coordinates cannot be read.", "Write the code with dots and degrees with a decimal point."));
        return null;
    }
}
