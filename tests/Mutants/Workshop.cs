using System.Diagnostics;

namespace Hub.Mutants;

/// <summary>A copy of the sources and of the built tests, so that nothing is ever broken in the tree itself.</summary>
internal sealed class Workshop : IDisposable
{
    private static readonly TimeSpan LongestBuild = TimeSpan.FromMinutes(5);
    private static readonly TimeSpan LongestTest = TimeSpan.FromMinutes(5);
    private static readonly string[] Shared = ["Directory.Build.props", "Directory.Packages.props", "global.json", ".editorconfig", "BannedSymbols.txt", "CodeMetricsConfig.txt"];

    private readonly string root;
    private readonly string folder;
    private readonly Dictionary<string, string> sound = new(StringComparer.Ordinal);

    private Workshop(string root, string folder) => (this.root, this.folder) = (root, folder);

    private string Output(string project) => Path.Combine(folder, "src", project, "bin", "Release", "net10.0");

    public static async Task<Workshop> OpenAsync(CancellationToken cancellationToken)
    {
        var root = Root(AppContext.BaseDirectory);
        var folder = Path.Combine(root, "artifacts", "mutants");
        if (Directory.Exists(folder))
        {
            Directory.Delete(folder, recursive: true);
        }

        var workshop = new Workshop(root, folder);
        Copy(Path.Combine(root, "src"), Path.Combine(folder, "src"), name => name is not ("bin" or "obj"));
        foreach (var file in Shared)
        {
            File.Copy(Path.Combine(root, file), Path.Combine(folder, file));
        }

        await Console.Error.WriteLineAsync("Building a copy of the hub ...");
        await workshop.BuildAsync("Worker", restore: true, cancellationToken);
        return workshop;
    }

    /// <exception cref="InvalidOperationException">The place is not there exactly once: the code moved on and the fault must follow it.</exception>
    public async Task PlantAsync(PlantedFault fault, CancellationToken cancellationToken)
    {
        var path = Path.Combine(folder, fault.File);
        var text = sound[fault.File] = await File.ReadAllTextAsync(path, cancellationToken);
        var places = text.Split(fault.Find).Length - 1;
        if (places != 1)
        {
            throw new InvalidOperationException($"\"{fault.Name}\" finds its place {places} times in {fault.File}; it must be there once.");
        }

        await File.WriteAllTextAsync(path, text.Replace(fault.Find, fault.Plant, StringComparison.Ordinal), cancellationToken);
        await BuildAsync(fault.Project, restore: false, cancellationToken);
        Spread(fault);
    }

    public async Task TakeBackAsync(PlantedFault fault, CancellationToken cancellationToken)
    {
        await File.WriteAllTextAsync(Path.Combine(folder, fault.File), sound[fault.File], cancellationToken);
        await BuildAsync(fault.Project, restore: false, cancellationToken);
        Spread(fault);
    }

    public async Task<TestVerdict> TestAsync(string project, IReadOnlyList<string> classes, CancellationToken cancellationToken)
    {
        var report = Path.Combine(folder, $"{project}.xml");
        File.Delete(report);
        List<string> words = [Path.Combine(Tests(project), $"Hub.{project}.dll"), "-noColor", "-noLogo", "-reporter", "quiet", "-xml", report];
        words.AddRange(classes.SelectMany(name => new[] { "-class", $"*.{name}" }));
        await RunAsync(words, LongestTest, quiet: true, cancellationToken);
        return TestVerdict.Read(report);
    }

    /// <summary>The copy stays for a look until the next run.</summary>
    public void Dispose() => sound.Clear();

    /// <summary>The built tests, copied when they are first needed.</summary>
    private string Tests(string project)
    {
        var copy = Path.Combine(folder, "tests", project);
        if (!Directory.Exists(copy))
        {
            Copy(Path.Combine(root, "tests", project, "bin", "Release", "net10.0"), copy, _ => true);
        }

        return copy;
    }

    /// <summary>Brings the built assembly to everyone who loads it.</summary>
    private void Spread(PlantedFault fault)
    {
        var name = fault.Project == "Worker" ? "hub.dll" : $"Hub.{fault.Project}.dll";
        foreach (var place in new[] { Output("Worker"), Tests(fault.Tests) })
        {
            var target = Path.Combine(place, name);
            if (File.Exists(target) && place != Output(fault.Project))
            {
                File.Copy(Path.Combine(Output(fault.Project), name), target, overwrite: true);
            }
        }
    }

    private async Task BuildAsync(string project, bool restore, CancellationToken cancellationToken)
    {
        List<string> words =
        [
            "build", Path.Combine(folder, "src", project, $"{project}.csproj"), "-c", "Release", "-v", "quiet", "-nologo", "-nodeReuse:false",
            "-p:RunAnalyzers=false", "-p:EnforceCodeStyleInBuild=false", "-p:TreatWarningsAsErrors=false", "-p:GenerateDocumentationFile=false",
        ];
        if (!restore)
        {
            words.AddRange(["--no-restore", "-p:BuildProjectReferences=false"]);
        }

        if (await RunAsync(words, LongestBuild, quiet: false, cancellationToken) != 0)
        {
            throw new InvalidOperationException($"The copy of {project} does not build.");
        }
    }

    private async Task<int> RunAsync(IReadOnlyList<string> words, TimeSpan longest, bool quiet, CancellationToken cancellationToken)
    {
        var start = new ProcessStartInfo(Environment.ProcessPath!, words) { RedirectStandardOutput = true, RedirectStandardError = true, WorkingDirectory = folder };
        start.Environment["HUB_EXECUTABLE"] = Path.Combine(Output("Worker"), "hub");
        using var process = Process.Start(start)!;
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(longest);
        await using var stop = limit.Token.Register(() => process.Kill(entireProcessTree: true));
        var said = process.StandardOutput.ReadToEndAsync(cancellationToken);
        var complaint = process.StandardError.ReadToEndAsync(cancellationToken);
        await process.WaitForExitAsync(cancellationToken);
        if (!quiet && process.ExitCode != 0)
        {
            await Console.Error.WriteLineAsync(await said + await complaint);
        }

        return process.ExitCode;
    }

    private static string Root(string folder) =>
        File.Exists(Path.Combine(folder, "Hub.sln")) ? folder : Root(Path.GetDirectoryName(folder.TrimEnd(Path.DirectorySeparatorChar)) ?? throw new InvalidOperationException("Hub.sln was not found above the program."));

    private static void Copy(string from, string to, Func<string, bool> wanted)
    {
        Directory.CreateDirectory(to);
        foreach (var file in Directory.EnumerateFiles(from))
        {
            File.Copy(file, Path.Combine(to, Path.GetFileName(file)), overwrite: true);
        }

        foreach (var inner in Directory.EnumerateDirectories(from).Where(inner => wanted(Path.GetFileName(inner))))
        {
            Copy(inner, Path.Combine(to, Path.GetFileName(inner)), wanted);
        }
    }
}
