using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Hub.Testing.Interfaces;

/// <summary>deploy/interfaces: what units were promised, as it stands in the repository.</summary>
public static class InterfaceFolder
{
    /// <summary>Set to 1, tests write the documents anew instead of comparing them; a person looks at the difference.</summary>
    public const string Write = "HUB_WRITE_INTERFACES";

    private static readonly JsonSerializerOptions Readable = new() { WriteIndented = true, NewLine = "\n", Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static string Root { get; } = Path.Combine(Repository(), "deploy", "interfaces");

    public static string PathOf(string file) => Path.Combine(Root, file);

    public static string Text(string file) => File.ReadAllText(PathOf(file));

    public static JsonNode Json(string file) => JsonNode.Parse(Text(file)) ?? throw new InvalidOperationException($"{file} is empty.");

    public static IReadOnlyList<string> Files(string folder, string ending) => [.. Directory.EnumerateFiles(PathOf(folder), $"*{ending}").Select(path => Path.GetFileName(path)).Order(StringComparer.Ordinal)];

    /// <returns>Null when the committed document is this one, else what to do.</returns>
    public static string? Difference(string file, JsonNode today)
    {
        var text = today.ToJsonString(Readable) + "\n";
        if (Environment.GetEnvironmentVariable(Write) is "1")
        {
            File.WriteAllText(PathOf(file), text);
        }

        return File.Exists(PathOf(file)) && Text(file) == text
            ? null
            : $"deploy/interfaces/{file} is not what the code says today. Run this test with {Write}=1, look at the difference, commit it.";
    }

    private static string Repository()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "Hub.sln")))
        {
            folder = folder.Parent;
        }

        return folder?.FullName ?? throw new InvalidOperationException($"There is no Hub.sln above {AppContext.BaseDirectory}.");
    }
}
