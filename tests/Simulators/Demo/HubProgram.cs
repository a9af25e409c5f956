namespace Hub.Simulators.Demo;

/// <summary>Finds the hub to run: it is a program on its own, and the demo has no part of it inside.</summary>
/// <param name="File">What to start.</param>
/// <param name="First">Arguments before the verb.</param>
internal sealed record HubProgram(string File, IReadOnlyList<string> First)
{
    public const string Variable = "HUB_EXECUTABLE";

    public static HubProgram Find()
    {
        var path = Environment.GetEnvironmentVariable(Variable) is { Length: > 0 } given ? Path.GetFullPath(given) : Built();
        if (!System.IO.File.Exists(path))
        {
            throw new FileNotFoundException($"There is no hub at {path}. Build it (dotnet build src/Worker) or set {Variable} to the hub or to hub.dll.");
        }

        return path.EndsWith(".dll", StringComparison.OrdinalIgnoreCase) ? new HubProgram("dotnet", [path]) : new HubProgram(path, []);
    }

    /// <summary>The repository this program was built in; where there is none, the program's own folder.</summary>
    public static string Root()
    {
        var here = new DirectoryInfo(AppContext.BaseDirectory);
        var root = here;
        while (root is not null && !System.IO.File.Exists(Path.Combine(root.FullName, "Hub.sln")))
        {
            root = root.Parent;
        }

        return root?.FullName ?? here.FullName;
    }

    // The hub built in the same configuration as this program, seen from the root of the repository.
    private static string Built()
    {
        var here = new DirectoryInfo(AppContext.BaseDirectory);
        var configuration = here.Parent?.Name ?? "Release";
        return Path.Combine(Root(), "src", "Worker", "bin", configuration, here.Name, "hub.dll");
    }
}
