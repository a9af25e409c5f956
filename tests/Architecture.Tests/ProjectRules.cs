using Hub.Architecture.Tests.House;

namespace Hub.Architecture.Tests;

/// <summary>Who may know whom, and which library is allowed where (DESIGN 3). Each rule gives what breaks it.</summary>
internal static class ProjectRules
{
    private static readonly Dictionary<string, string[]> AllowedReferences = new()
    {
        ["Contracts"] = [],
        ["Connectors"] = ["Contracts"],
        ["Router"] = ["Contracts"],
        ["Worker"] = ["Connectors", "Contracts", "Router"],
    };

    /// <summary>The Worker may know every package: transports, drivers and exporters live there and nowhere else.</summary>
    private static readonly Dictionary<string, string[]> AllowedPackages = new()
    {
        ["Contracts"] = [],
        ["Connectors"] = ["CsvHelper", "ExcelDataReader", "Polly.Core"],
        ["Router"] = ["MassTransit", "Microsoft.EntityFrameworkCore.Relational", "Quartz"],
    };

    public static IEnumerable<string> References(IEnumerable<Project> projects) =>
        from project in projects
        where project.IsProduct
        from problem in AllowedReferences.TryGetValue(project.Name, out var allowed)
            ? project.References.Except(allowed).Select(reference => $"{project.Name} must not know {reference}.")
            : [$"{project.Name} is not on the map of projects."]
        select problem;

    public static IEnumerable<string> Packages(IEnumerable<Project> projects) =>
        from project in projects
        where project.IsProduct && AllowedPackages.ContainsKey(project.Name)
        from package in project.Packages.Except(AllowedPackages[project.Name])
        select $"{project.Name} must not use {package}.";

    public static IEnumerable<string> Versions(IEnumerable<Project> projects) =>
        from project in projects
        where project.Text.Contains("PackageReference", StringComparison.Ordinal) && (project.Text.Contains(" Version=", StringComparison.Ordinal) || project.Text.Contains("VersionOverride", StringComparison.Ordinal))
        select $"{project.Path} pins a version; versions live in Directory.Packages.props.";

    public static IEnumerable<string> InSolution(string solution, IEnumerable<Project> projects) =>
        from project in projects
        where !solution.Replace('\\', '/').Contains($"\"{project.Path}\"", StringComparison.Ordinal)
        select $"{project.Path} is not in Hub.sln.";

    /// <summary>The house rules for all projects come from the root; a folder's own file must pass them on, and no project may step out.</summary>
    /// <param name="properties">Every Directory.Build.props with its text.</param>
    public static IEnumerable<string> BannedSymbols(IReadOnlyDictionary<string, string> properties, IEnumerable<Project> projects)
    {
        const string root = "Directory.Build.props";
        string[] wires = ["Microsoft.CodeAnalysis.BannedApiAnalyzers", "BannedSymbols.txt", "CodeMetricsConfig.txt", "<TreatWarningsAsErrors>true<", "<Nullable>enable<"];
        string[] waysOut = ["ImportDirectoryBuildProps", "RS0030", "CA1502", "TreatWarningsAsErrors", "<Nullable>", "RunAnalyzers", "AdditionalFiles Remove"];

        return
        [
            .. wires.Where(wire => !properties[root].Contains(wire, StringComparison.Ordinal)).Select(wire => $"{root} does not wire {wire}."),
            .. from file in properties
               where file.Key != root && !file.Value.Contains("GetPathOfFileAbove('Directory.Build.props'", StringComparison.Ordinal)
               select $"{file.Key} hides the rules of the root.",
            .. from project in projects
               from way in waysOut
               where project.Text.Contains(way, StringComparison.Ordinal)
               select $"{project.Path} steps out of the house rules by {way}.",
        ];
    }
}
