using System.CommandLine;
using Hub.Contracts.Reports;
using Hub.Router.Routing;
using Hub.Worker.Config;
using Hub.Worker.Config.Reading;

namespace Hub.Worker.Cli;

/// <summary>`hub places …`: what the router finds of a place, and exact borders for it.</summary>
internal static class PlacesVerbs
{
    public static Command Create(TimeProvider clock)
    {
        var folder = new Option<DirectoryInfo>("--rules") { Description = "Folder of rule files; the shipped ones when left out.", Recursive = true, DefaultValueFactory = _ => new DirectoryInfo(RoutingFiles.Shipped) };
        return new Command("places", "Provinces, regencies and districts as the router knows them.") { folder, Find(folder, clock), Import(folder) };
    }

    private static Command Find(Option<DirectoryInfo> folder, TimeProvider clock)
    {
        var text = new Option<string?>("--text") { Description = "Words of a report." };
        var latitude = new Option<double?>("--lat") { Description = "Latitude, as -6.2." };
        var longitude = new Option<double?>("--lon") { Description = "Longitude, as 106.8." };
        var code = new Option<string?>("--code") { Description = "Region code: 32.04.05, or as a channel wrote it." };
        var at = new Option<DateOnly?>("--at") { Description = "Day of the report, as 2024-10-21; today when left out." };
        var command = new Command("find", "Shows what place is found and why.") { text, latitude, longitude, code, at };
        command.Validators.Add(parse =>
        {
            if (parse.GetValue(latitude) is null != parse.GetValue(longitude) is null)
            {
                parse.AddError("--lat and --lon go together.");
            }

            if (parse.GetValue(text) is null && parse.GetValue(latitude) is null && parse.GetValue(code) is null)
            {
                parse.AddError("Give --text, --lat and --lon, or --code.");
            }
        });
        command.SetAction(parse => RuleFolder.With(parse, folder, knowledge =>
        {
            var place = new ReportPlace(RegionCode: parse.GetValue(code), Latitude: parse.GetValue(latitude), Longitude: parse.GetValue(longitude));
            var day = parse.GetValue(at) is { } said ? JakartaDay.Noon(said) : clock.GetUtcNow();
            return Write(parse.InvocationConfiguration.Output, new PlaceSearch(knowledge).Find(parse.GetValue(text), place, day));
        }));
        return command;
    }

    private static int Write(TextWriter output, FoundPlace found)
    {
        output.WriteLine(found.Text.Length == 0 ? "No place was found." : found.Doubt.Count > 0 ? $"In doubt: {found.Text}" : $"{found.Code} {found.Text}");
        string?[] lines =
        [
            found.From.Length == 0 ? null : $"by: {found.From}",
            .. found.Doubt.Select(region => $"may be: {region}"),
            .. found.Unused.Select(why => $"not used: {why}"),
            found.Post is null ? null : $"kilometre post: {found.Post}",
            .. found.Named.Select(asset => $"named: {asset}"),
        ];
        foreach (var line in lines.OfType<string>())
        {
            output.WriteLine($"  {line}");
        }

        return found.Text.Length == 0 ? ExitCode.Failed : ExitCode.Good;
    }

    private static Command Import(Option<DirectoryInfo> folder)
    {
        var file = new Argument<FileInfo>("FILE") { Description = "GeoJSON with provinces or regencies, WGS84, longitude first." };
        var property = new Option<string>("--code-property") { Description = "Property with the Kemendagri code.", DefaultValueFactory = _ => "code" };
        var mend = new Option<bool>("--mend") { Description = "Take holes that lie outside their polygon as parts of their own, and say which." };
        var command = new Command("import", "Takes exact borders into the rule folder; they replace what was imported for their level.") { file, property, mend };
        command.SetAction(parse => RuleFolder.With(parse, folder, knowledge =>
        {
            var source = parse.GetRequiredValue(file);
            if (!source.Exists)
            {
                parse.InvocationConfiguration.Error.WriteLine($"{source.FullName} does not exist.");
                return ExitCode.NotFound;
            }

            var import = new BoundaryImport(knowledge, parse.GetRequiredValue(property), parse.GetValue(mend));
            IReadOnlyList<Area> areas;
            using (var stream = source.OpenRead())
            {
                areas = import.Read(stream);
            }

            foreach (var mended in import.Mended)
            {
                parse.InvocationConfiguration.Output.WriteLine($"mended: {mended}");
            }

            return import.Faults.Count > 0 || areas.Count == 0 ? Refuse(parse, import.Faults) : Take(parse, (folder, knowledge), areas);
        }));
        return command;
    }

    private static int Refuse(ParseResult parse, IReadOnlyList<string> faults)
    {
        foreach (var fault in faults)
        {
            parse.InvocationConfiguration.Error.WriteLine(fault);
        }

        parse.InvocationConfiguration.Error.WriteLine($"{faults.Count} faults; nothing was imported.");
        return ExitCode.Failed;
    }

    private static int Take(ParseResult parse, (Option<DirectoryInfo> Folder, RoutingKnowledge Knowledge) rules, IReadOnlyList<Area> areas)
    {
        var kept = (rules.Knowledge.Boundaries?.Areas ?? []).Where(area => areas.All(taken => taken.IsProvince != area.IsProvince));
        BoundaryFile.Write(parse.GetRequiredValue(rules.Folder).FullName, areas.Concat(kept));
        return RuleFolder.With(parse, rules.Folder, now =>
        {
            var points = areas.Sum(area => area.Polygons.Sum(polygon => polygon.Rings.Sum(ring => ring.Count)));
            parse.InvocationConfiguration.Output.WriteLine($"{areas.Count(area => area.IsProvince)} provinces and {areas.Count(area => !area.IsProvince)} regencies with {points} points were imported. Rule set {now.Version} (before: {rules.Knowledge.Version}).");
            return ExitCode.Good;
        });
    }
}
