using System.Globalization;
using System.Text;

namespace Hub.Simulators.Demo;

/// <summary>The citizens of a demo and what they send along; every name, number and file is made up.</summary>
internal sealed class DemoPeople
{
    private static readonly string[] Names =
    [
        "Sri Wahyuni", "Budi Hartono", "Dedi Kurniawan", "Nur Aini", "Yohanes Lende", "Ketut Suardana", "Siti Rahmah", "Agus Salim", "Maria Goreti", "La Ode Rusdi",
    ];

    private readonly Dictionary<string, int> index;

    public DemoPeople(IEnumerable<DemoReport> reports)
    {
        index = reports.Index().ToDictionary(report => report.Item.Id, report => report.Index, StringComparer.Ordinal);
    }

    /// <summary>A one-pixel picture.</summary>
    public static ReadOnlyMemory<byte> Picture { get; } =
        Convert.FromBase64String("iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkYPhfDwAChwGA60e6kgAAAABJRU5ErkJggg==");

    /// <summary>An empty letter.</summary>
    public static ReadOnlyMemory<byte> Letter { get; } =
        Encoding.ASCII.GetBytes("%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[]/Count 0>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n");

    public string NameOf(DemoReport report) => Names[index[report.Id] % Names.Length];

    /// <summary>A number of its own for each report, digits with country code.</summary>
    public string PhoneOf(DemoReport report) => string.Create(CultureInfo.InvariantCulture, $"628555501{index[report.Id]:D4}");

    /// <summary>A point inside Java, another one for each report.</summary>
    public (double Latitude, double Longitude) PointOf(DemoReport report) => (-7.0 - (index[report.Id] % 40 * 0.01), 107.5 + (index[report.Id] % 60 * 0.05));

    /// <summary>The first words, as a desk would write a subject.</summary>
    public static string SubjectOf(DemoReport report)
    {
        var line = report.Text.ReplaceLineEndings(" ");
        return line.Length <= 80 ? line : line[..(line.LastIndexOf(' ', 79) is > 0 and var space ? space : 79)];
    }
}
