using System.Xml.Linq;

namespace Hub.Architecture.Tests.House;

/// <summary>One project file as written.</summary>
/// <param name="Path">From the root, with forward slashes.</param>
internal sealed record Project(string Path, string Text)
{
    private XElement Xml { get; } = XElement.Parse(Text);

    public string Name => System.IO.Path.GetFileNameWithoutExtension(Path);

    public bool IsProduct => Path.StartsWith("src/", StringComparison.Ordinal);

    public IReadOnlyList<string> References =>
        [.. Includes("ProjectReference").Select(reference => System.IO.Path.GetFileNameWithoutExtension(reference)).Order(StringComparer.Ordinal)];

    public IReadOnlyList<string> Packages => [.. Includes("PackageReference").Order(StringComparer.Ordinal)];

    private IEnumerable<string> Includes(string item) =>
        from element in Xml.Descendants(item)
        let include = element.Attribute("Include")?.Value
        where include is not null
        select include;
}
