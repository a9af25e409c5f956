using Hub.Worker.Config;

namespace Hub.Worker.Tests.Config;

/// <summary>The shipped rule files in a folder of their own, to be changed.</summary>
internal sealed class RuleFolderCopy : IDisposable
{
    public RuleFolderCopy()
    {
        foreach (var file in Directory.EnumerateFiles(RoutingFiles.Shipped, "*", SearchOption.AllDirectories))
        {
            var copy = System.IO.Path.Combine(Path, System.IO.Path.GetRelativePath(RoutingFiles.Shipped, file));
            Directory.CreateDirectory(System.IO.Path.GetDirectoryName(copy)!);
            File.Copy(file, copy);
        }
    }

    public string Path { get; } = Directory.CreateTempSubdirectory("aturan").FullName;

    public string Version => RoutingFiles.VersionOf(Path);

    /// <summary>Toll roads go to the secretariat: a change that every report on one shows. The model was trained on other duties and goes.</summary>
    public void SendTollsElsewhere()
    {
        File.Delete(System.IO.Path.Combine(Path, "model.json"));
        Change("routing.yaml", "[PU-BPJT, PUPR-BPJT]", "[PU-SETJEN, PUPR-SETJEN]");
    }

    public void Change(string file, string right, string wrong)
    {
        var path = System.IO.Path.Combine(Path, file);
        var text = File.ReadAllText(path);
        Assert.Contains(right, text, StringComparison.Ordinal);
        File.WriteAllText(path, text.Replace(right, wrong, StringComparison.Ordinal));
    }

    public void Append(string file, string text) => File.AppendAllText(System.IO.Path.Combine(Path, file), text);

    public void Dispose() => Directory.Delete(Path, recursive: true);
}
