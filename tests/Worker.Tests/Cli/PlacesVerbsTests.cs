using System.CommandLine;
using Hub.Router.Routing;
using Hub.Testing;
using Hub.Worker.Cli;
using Hub.Worker.Config;

namespace Hub.Worker.Tests.Cli;

public sealed class PlacesVerbsTests : IDisposable
{
    private const string Ring = "[[107.4,-7.0],[107.8,-7.0],[107.8,-6.8],[107.4,-6.8],[107.4,-7.0]]";

    private readonly string folder = Directory.CreateTempSubdirectory("places").FullName;
    private readonly StringWriter output = new();
    private readonly StringWriter error = new();

    public PlacesVerbsTests()
    {
        Directory.CreateDirectory(Path.Combine(folder, "places"));
        foreach (var file in KnowledgeFile.All)
        {
            File.Copy(Path.Combine(RoutingFiles.Shipped, file), Path.Combine(folder, file));
        }
    }

    public void Dispose()
    {
        Directory.Delete(folder, recursive: true);
        output.Dispose();
        error.Dispose();
    }

    [Fact]
    public async Task Find_shows_a_place_and_why()
    {
        Assert.Equal(0, await RunAsync("find", "--text", "Sungai Citarum meluap di Bandung, kec. Coblong, km 5"));

        Assert.Equal(
            ["32.73.02 Kecamatan Coblong, Kota Bandung, Jawa Barat", "  by: teks: bandung, kecamatan coblong", "  kilometre post: KM 5", "  named: Citarum (BBWS-CTRM) <- sungai Citarum"],
            Lines());
    }

    [Fact]
    public async Task Find_says_what_it_cannot_use()
    {
        Assert.Equal(ExitCode.Failed, await RunAsync("find", "--lat", "107.6", "--lon", "-6.9"));
        Assert.Equal(["No place was found.", "  not used: lintang dan bujur tertukar; tidak dipakai"], Lines());
        Assert.NotEqual(0, await RunAsync("find", "--lat", "107.6"));
        Assert.NotEqual(0, await RunAsync("find"));
    }

    [Fact]
    public async Task An_import_counts_in_the_version_and_decides_points_exactly()
    {
        var before = Loaded().Version;

        Assert.Equal(0, await ImportAsync(Feature("32.73", $"{{\"type\":\"Polygon\",\"coordinates\":[{Ring},[[107.6,-6.92],[107.62,-6.92],[107.62,-6.9],[107.6,-6.9],[107.6,-6.92]]]}}")));

        var borders = Loaded().Boundaries!;
        Assert.NotEqual(before, Loaded().Version);
        Assert.Equal((AreaSide.Inside, AreaSide.Outside, AreaSide.Border), (Side(borders, -6.85, 107.5), Side(borders, -6.91, 107.61), Side(borders, -7.0, 107.5)));
        output.GetStringBuilder().Clear();
        Assert.Equal(0, await RunAsync("find", "--lat", "-6.85", "--lon", "107.5"));
        Assert.StartsWith("32.73 Kota Bandung", Lines()[0], StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_import_replaces_its_own_level_only()
    {
        await ImportAsync(Feature("32", $"{{\"type\":\"Polygon\",\"coordinates\":[{Ring}]}}"));
        await ImportAsync(Feature("32.73", $"{{\"type\":\"MultiPolygon\",\"coordinates\":[[{Ring}]]}}"));
        await ImportAsync(Feature("32.04", $"{{\"type\":\"Polygon\",\"coordinates\":[{Ring}]}}"));

        Assert.Equal(["32", "32.04"], Loaded().Boundaries!.Areas.Select(area => area.Code));
    }

    [Fact]
    public async Task An_imported_file_can_name_its_own_property()
    {
        var file = Feature("32.73", $"{{\"type\":\"Polygon\",\"coordinates\":[{Ring}]}}").Replace("\"code\"", "\"kdkab\"", StringComparison.Ordinal);

        Assert.Equal(ExitCode.Failed, await ImportAsync(file));
        Assert.Equal(0, await ImportAsync(file, "--code-property", "kdkab"));
    }

    [Theory]
    [InlineData("not json", "is not JSON")]
    [InlineData("{}", "no list of features")]
    [InlineData("""{"features":[{"properties":{"code":"99.01"}}]}""", "feature 1: code '99.01' is neither")]
    [InlineData("""{"features":[{"properties":{"code":"3273"}}]}""", "feature 1: code '3273' has no dots; BPS")]
    [InlineData("""{"features":[{"properties":{"code":32.73}}]}""", "feature 1: has no text property 'code'")]
    [InlineData("""{"features":[7]}""", "feature 1: has no text property 'code'")]
    [InlineData("""{"features":[{"properties":{"code":"32.73","province_code":"33"}}]}""", "feature 1: contradicts itself")]
    [InlineData("""{"features":[{"properties":{"code":"32.73"}}]}""", "has no geometry")]
    [InlineData("""{"features":[{"properties":{"code":"32.73"},"geometry":{"type":"Point","coordinates":[1,2]}}]}""", "neither a Polygon")]
    [InlineData("""{"features":[{"properties":{"code":"32.73"},"geometry":{"type":"Polygon","coordinates":[[[107.4,-7],[107.8,-7],[107.8,-6.8],[107.4,-6.8]]]}}]}""", "polygon 1, ring 1 is not closed")]
    [InlineData("""{"features":[{"properties":{"code":"32.73"},"geometry":{"type":"Polygon","coordinates":[[[-7,107.4],[-7,107.8],[-6.8,107.8],[-7,107.4]]]}}]}""", "ring 1, position 1 is no longitude")]
    [InlineData("""{"features":[{"properties":{"code":"32.73"},"geometry":{"type":"Polygon","coordinates":[[[107.4,-7],[107.8,-7],[107.4,-7],[107.4,-7]]]}}]}""", "encloses nothing")]
    [InlineData("""{"features":[{"properties":{"code":"32.73"},"geometry":{"type":"Polygon","coordinates":[[[107.4,-7],[107.8,-7],[107.8,-6.8],[107.4,-7]],[[110,-7],[111,-7],[111,-6],[110,-7]]]}}]}""", "is a hole outside its polygon")]
    [InlineData("""{"features":[{"properties":{"code":"32.73"},"geometry":{"type":"Polygon","coordinates":[[[117.4,-7],[117.8,-7],[117.8,-6.8],[117.4,-7]]]}}]}""", "km from its centre")]
    public async Task A_file_with_a_fault_is_refused_by_feature_and_nothing_is_written(string file, string fault)
    {
        Assert.Equal(ExitCode.Failed, await ImportAsync(file));

        Assert.Contains(fault, error.ToString(), StringComparison.Ordinal);
        Assert.False(File.Exists(Path.Combine(folder, KnowledgeFile.Boundaries)));
    }

    [Fact]
    public async Task A_hole_outside_its_polygon_is_a_part_of_its_own_when_the_operator_says_so()
    {
        Assert.Equal(0, await ImportAsync(Feature("32.73", $"{{\"type\":\"Polygon\",\"coordinates\":[{Ring},[[108.0,-7.0],[108.1,-7.0],[108.1,-6.9],[108.0,-7.0]]]}}"), "--mend"));

        Assert.StartsWith("mended: feature 1 (32.73 Kota Bandung): polygon 1, ring 2", Lines()[0], StringComparison.Ordinal);
        Assert.Equal(2, Assert.Single(Loaded().Boundaries!.Areas).Polygons.Count);
    }

    [Fact]
    public async Task A_code_that_stands_twice_is_refused_with_both_features()
    {
        var one = Feature("32.73", $"{{\"type\":\"Polygon\",\"coordinates\":[{Ring}]}}");
        await ImportAsync($"{{\"features\":[{Inner(one)},{Inner(one)}]}}");

        Assert.Contains("feature 2: code 32.73 is that of feature 1 too", error.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_broken_line_of_the_kept_file_is_a_fault_of_the_folder()
    {
        await ImportAsync(Feature("32.73", $"{{\"type\":\"Polygon\",\"coordinates\":[{Ring}]}}"));
        var path = Path.Combine(folder, KnowledgeFile.Boundaries);
        await File.WriteAllTextAsync(path, (await File.ReadAllTextAsync(path)).Replace("107.8", "east", StringComparison.Ordinal));

        var fault = Assert.Single(Assert.IsType<RoutingFilesResult.Refused>(RoutingFiles.Load(folder)).Faults);

        Assert.Equal((KnowledgeFile.Boundaries, "line 4"), (fault.File, fault.Entry));
    }

    private static AreaSide Side(Boundaries borders, double latitude, double longitude) => borders.Find("32.73")!.SideOf(latitude, longitude);

    private static string Feature(string code, string geometry) => $"{{\"features\":[{{\"type\":\"Feature\",\"properties\":{{\"code\":\"{code}\"}},\"geometry\":{geometry}}}]}}";

    private static string Inner(string collection) => collection["{\"features\":[".Length..^2];

    private RoutingKnowledge Loaded() => Assert.IsType<RoutingFilesResult.Loaded>(RoutingFiles.Load(folder)).Knowledge;

    private string[] Lines() => output.ToString().TrimEnd().Split('\n');

    private async Task<int> ImportAsync(string content, params string[] more)
    {
        var path = Path.Combine(folder, "import.geojson");
        await File.WriteAllTextAsync(path, content);
        return await RunAsync(["import", path, .. more]);
    }

    private Task<int> RunAsync(params string[] arguments) =>
        PlacesVerbs.Create(new StoppedClock(new DateTimeOffset(2026, 3, 2, 3, 0, 0, TimeSpan.Zero)))
            .Parse([.. arguments, "--rules", folder]).InvokeAsync(new InvocationConfiguration { Output = output, Error = error });
}
