using System.Security.Cryptography;
using Hub.Router.Routing;
using Hub.Router.Units;
using Hub.Worker.Config.Reading;

namespace Hub.Worker.Config;

/// <summary>What became of loading the rule files. The two cases are the whole list.</summary>
internal abstract record RoutingFilesResult
{
    private RoutingFilesResult()
    {
    }

    public sealed record Loaded(RoutingKnowledge Knowledge) : RoutingFilesResult;

    /// <summary>Nothing is used; all faults are listed at once (P10).</summary>
    public sealed record Refused(IReadOnlyList<KnowledgeFault> Faults) : RoutingFilesResult;
}

/// <summary>The folder of rule files, from bytes to knowledge. A set with any fault is refused as a whole.</summary>
internal static class RoutingFiles
{
    /// <summary>The files that came with the program, wherever it is started from.</summary>
    public static string Shipped => Path.Combine(AppContext.BaseDirectory, "Config", "Files");

    /// <param name="today">In Jakarta; without it nobody asks whether the units named are in force.</param>
    /// <param name="decides">False for a verb that only needs to know the units: texts are not played through the rules then.</param>
    public static RoutingFilesResult Load(string folder, DateOnly? today = null, bool decides = true) => Load(folder, ModelText.Read, (today, decides));

    public static RoutingFilesResult LoadWithoutModel(string folder) => Load(folder, (_, _) => null, (null, true));

    private static RoutingFilesResult Load(string folder, Func<string, List<KnowledgeFault>, RoutingModel?> model, (DateOnly? Today, bool Plays) check)
    {
        var faults = new List<KnowledgeFault>();
        var missing = KnowledgeFile.All.Where(file => !File.Exists(Path.Combine(folder, file))).ToArray();
        if (missing.Length > 0)
        {
            return new RoutingFilesResult.Refused([.. missing.Select(file => new KnowledgeFault(file, folder, "the file is missing.", "Put it into the folder of rule files."))]);
        }

        var knowledge = Read(folder, faults) with { Model = model(folder, faults) };
        if (faults.Count == 0)
        {
            faults.AddRange(RoutingKnowledgeCheck.Run(knowledge, check.Today, check.Plays));
        }

        return faults.Count == 0 ? new RoutingFilesResult.Loaded(knowledge) : new RoutingFilesResult.Refused(faults);
    }

    private static RoutingKnowledge Read(string folder, List<KnowledgeFault> faults)
    {
        var units = UnitRows.Read(folder, faults);
        var rules = RuleDocument.Read(folder, faults);
        var dated = AssetRows.DatedOffices(folder, units, faults);
        return new RoutingKnowledge
        {
            Version = VersionOf(folder),
            Units = new UnitDirectory(units),
            Topics = rules.Topics,
            Words = rules.Words,
            Authority = PlaceRows.WithMarkings(rules.Authority, folder, faults),
            Restricted = rules.Restricted,
            Landmarks = rules.Landmarks,
            Everyday = rules.Everyday,
            Cases = CaseRows.Read(folder, faults),
            Thresholds = rules.Thresholds,
            Assets = [.. AssetRows.Read(folder, faults), .. dated, .. AssetRows.Offices(units, dated)],
            Categories = CategoryRows.Read(folder, faults),
            Regions = RegionRows.Read(folder, faults),
            Districts = RegionRows.Districts(folder, faults),
            Boundaries = BoundaryFile.Read(folder, faults),
            Agencies = PlaceRows.Agencies(folder, faults),
            Questions = PlaceRows.Questions(folder, faults),
            Abbreviations = CategoryRows.ReadAbbreviations(folder, faults),
        };
    }

    /// <summary>Hash over names and contents, so that any change of any file is another version. Line ends do not count.</summary>
    public static string VersionOf(string folder) => DigestOf(folder, KnowledgeFile.All.Concat(KnowledgeFile.Optional));

    /// <summary>A file that is missing leaves its name out.</summary>
    public static string DigestOf(string folder, IEnumerable<string> files)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var file in files.Where(file => File.Exists(Path.Combine(folder, file))))
        {
            hash.AppendData(System.Text.Encoding.UTF8.GetBytes($"{file}\n{File.ReadAllText(Path.Combine(folder, file)).ReplaceLineEndings("\n")}\n"));
        }

        return Convert.ToHexStringLower(hash.GetHashAndReset())[..16];
    }
}
