using System.Text.RegularExpressions;

namespace Hub.Architecture.Tests;

/// <summary>What no kept file of any kind may hold.</summary>
internal static partial class TextRules
{
    private static readonly HashSet<string> TextEndings =
    [
        "", ".cs", ".csproj", ".props", ".targets", ".sln", ".md", ".json", ".yaml", ".yml", ".csv", ".txt", ".xml", ".sh", ".service", ".conf", ".html", ".css", ".js", ".sql", ".toml",
    ];

    public static bool IsText(string path) => TextEndings.Contains(Path.GetExtension(path));

    /// <summary>A path of one machine: it is true nowhere else.</summary>
    public static IEnumerable<string> MachinePaths(string path, string text) =>
        from line in text.Split('\n').Index()
        where MachinePath().IsMatch(line.Item)
        select $"{path}:{line.Index + 1} names a path of one machine: {line.Item.Trim()}";

    [GeneratedRegex("""(^|[\s"'`=:(,])/(work|root|tmp|home/[a-z]+)(/|[\s"'`,;)]|$)""")]
    private static partial Regex MachinePath();
}
