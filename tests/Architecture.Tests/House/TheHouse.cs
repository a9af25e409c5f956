using System.Diagnostics;

namespace Hub.Architecture.Tests.House;

/// <summary>The repository as it stands: every file that is kept, none that a build makes.</summary>
internal static class TheHouse
{
    private static readonly string[] Made = ["bin", "obj", "artifacts", ".git", "TestResults", "node_modules"];

    public static string Root { get; } = FindRoot();

    /// <summary>Paths from the root, with forward slashes.</summary>
    public static IReadOnlyList<string> Files { get; } = ListFiles();

    public static IReadOnlyList<SourceFile> Sources { get; } = [.. Matching(".cs").Select(path => new SourceFile(path, Read(path)))];

    public static IReadOnlyList<Project> Projects { get; } = [.. Matching(".csproj").Select(path => new Project(path, Read(path)))];

    public static IEnumerable<SourceFile> Product => Sources.Where(source => source.IsIn("src"));

    public static string Read(string path) => File.ReadAllText(Path.Combine(Root, path));

    private static IEnumerable<string> Matching(string ending) => Files.Where(path => path.EndsWith(ending, StringComparison.Ordinal));

    private static string FindRoot()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "Hub.sln")))
        {
            folder = folder.Parent;
        }

        return folder?.FullName ?? throw new InvalidOperationException($"There is no Hub.sln above {AppContext.BaseDirectory}.");
    }

    /// <summary>What git keeps or would keep; a copy of the tree without git is listed by hand.</summary>
    private static List<string> ListFiles() =>
        Path.Exists(Path.Combine(Root, ".git")) && AskGit() is { Count: > 0 } kept ? kept : [.. Walk(new DirectoryInfo(Root))];

    private static List<string> AskGit()
    {
        var question = new ProcessStartInfo("git", ["ls-files", "--cached", "--others", "--exclude-standard"])
        {
            WorkingDirectory = Root,
            RedirectStandardOutput = true,
        };

        try
        {
            using var git = Process.Start(question)!;
            return [.. git.StandardOutput.ReadToEnd().Split('\n', StringSplitOptions.RemoveEmptyEntries).Where(path => File.Exists(Path.Combine(Root, path)))];
        }
        catch (System.ComponentModel.Win32Exception)
        {
            // There is no git on this machine.
            return [];
        }
    }

    private static IEnumerable<string> Walk(DirectoryInfo folder) =>
        folder.EnumerateDirectories().Where(child => !Made.Contains(child.Name)).SelectMany(Walk)
            .Concat(folder.EnumerateFiles().Select(file => Path.GetRelativePath(Root, file.FullName).Replace('\\', '/')));
}
