using System.Text.Json;
using Hub.Testing;
using Hub.Worker.Tests.Host;

namespace Hub.Worker.Tests.Cli;

/// <summary>hub calendar beside a running embedded hub.</summary>
[Collection(HubByVerbs.Name)]
public sealed class CalendarVerbsTests(HubFixture fixture) : IDisposable
{
    private const string Header = "date,name,kind,source";

    private readonly string folder = Directory.CreateTempSubdirectory("calendar").FullName;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public async Task The_calendar_is_listed_with_its_working_days_and_how_it_came_about()
    {
        var table = await VerbAsync("list", "--year", "2026");

        Assert.Equal(0, table.Code);
        Assert.Equal("2026: 25 days off, 240 working days", table.Lines[0]);
        Assert.Contains(table.Lines, line => line.StartsWith("  2026-12-24 Thu  joint_leave", StringComparison.Ordinal));
        Assert.DoesNotContain(table.Lines, line => line.StartsWith("  2025-", StringComparison.Ordinal));
        Assert.Contains(table.Lines, line => line.StartsWith("version 1 ", StringComparison.Ordinal) && line.Contains("first start, from holidays.csv", StringComparison.Ordinal));

        var years = JsonElement.Parse((await VerbAsync("list", "--format", "json")).Output).GetProperty("years").EnumerateArray()
            .ToDictionary(year => year.GetProperty("year").GetInt32(), year => year.GetProperty("workingDays").GetInt32());
        Assert.Equal((238, 237, 240, 242), (years[2024], years[2025], years[2026], years[2027]));
    }

    [Fact]
    public async Task A_day_is_added_once_and_removed_once_and_both_stay_in_the_history()
    {
        string[] words = ["add", "2027-07-05", "--name", "Cuti bersama uji", "--kind", "joint_leave", "--source", "SKB uji", "--by", "sari"];

        var added = await VerbAsync(words);
        Assert.Equal(0, added.Code);
        Assert.Contains("1 added, 0 removed", added.Output, StringComparison.Ordinal);
        Assert.Equal("2027-07-05 is in the calendar already.\n", (await VerbAsync(words)).Output);
        Assert.Equal(1, (await VerbAsync("add", "2027-07-05", "--name", "Lain", "--kind", "national", "--source", "SKB uji")).Code);
        Assert.Contains((await VerbAsync("list", "--year", "2027")).Lines, line => line.Contains("241 working days", StringComparison.Ordinal));

        Assert.Equal(0, (await VerbAsync("remove", "2027-07-05", "--reason", "keliru", "--by", "budi")).Code);
        Assert.Equal(66, (await VerbAsync("remove", "2027-07-05", "--reason", "keliru")).Code);
        var listed = await VerbAsync("list", "--year", "2027");
        Assert.Contains(listed.Lines, line => line.Contains("242 working days", StringComparison.Ordinal));
        Assert.Contains(listed.Lines, line => line.Contains("  sari  by SKB uji", StringComparison.Ordinal));
        Assert.Contains(listed.Lines, line => line.Contains("  budi  keliru", StringComparison.Ordinal));
        Assert.Contains("  -2027-07-05 Cuti bersama uji", listed.Lines);
    }

    [Theory]
    [InlineData("add", "5 Juli", "--name", "x", "--kind", "national", "--source", "y")]
    [InlineData("add", "2027-07-05", "--name", "x", "--kind", "libur", "--source", "y")]
    [InlineData("add", "2027-07-05", "--name", "x", "--kind", "national")]
    [InlineData("add", "2027-07-05", "--name", " ", "--kind", "national", "--source", "y")]
    [InlineData("add", "2027-07-05", "--name", "x", "--kind", "national", "--source", "")]
    [InlineData("remove", "2027-07-05")]
    [InlineData("import", "/tidak/ada.csv", "--reason", "x")]
    [InlineData("list", "--format", "xml")]
    public void What_is_not_whole_is_refused_before_anything_is_done(params string[] words) =>
        Assert.NotEmpty(Worker.Cli.HubCommand.Create().Parse(["calendar", .. words]).Errors);

    [Theory]
    [InlineData("add", "2027-07-05", "--name", "x", "--kind", "national", "--source", "y")]
    [InlineData("remove", "2027-07-05", "--reason", "x")]
    [InlineData("list", "--format", "json", "--year", "2027")]
    public void What_is_whole_is_understood(params string[] words) => Assert.Empty(Worker.Cli.HubCommand.Create().Parse(["calendar", .. words]).Errors);

    [Fact]
    public async Task An_import_shows_the_difference_and_changes_nothing_without_a_word()
    {
        var file = Path.Combine(folder, "2029.csv");
        await File.WriteAllLinesAsync(file, [Header, "2029-01-01,Tahun Baru 2029,national,SKB uji", "2029-12-25,Natal,national,SKB uji"], Token);

        var shown = await VerbAsync("import", file, "--reason", "SKB 2029");
        Assert.Equal(64, shown.Code);
        Assert.Contains("+ 2029-12-25 Tue  national", shown.Output, StringComparison.Ordinal);
        Assert.Contains("2 added, 0 removed, 0 named otherwise", shown.Output, StringComparison.Ordinal);

        // Both days are new again: the first look has changed nothing.
        Assert.Contains("2 added, 0 removed", (await VerbAsync("import", file, "--reason", "SKB 2029", "--yes", "--by", "sari")).Output, StringComparison.Ordinal);
        Assert.Contains("2029: 2 days off, 259 working days", (await VerbAsync("list")).Lines);
        Assert.Contains("nothing to do", (await VerbAsync("import", file, "--reason", "lagi", "--yes")).Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_file_with_faults_is_refused_with_all_of_them()
    {
        var file = Path.Combine(folder, "salah.csv");
        await File.WriteAllLinesAsync(file, [Header, "2030-13-01,Tahun Baru,national,SKB uji", "2030-12-25,Natal,pesta,SKB uji", "2030-12-26,Cuti,joint_leave,SKB uji", "2030-12-26,Cuti,joint_leave,SKB uji"], Token);

        var refused = await VerbAsync("import", file, "--reason", "SKB 2030", "--yes");

        Assert.Equal(1, refused.Code);
        Assert.All(["salah.csv: line 2", "'2030-13-01' is not a day", "kind 'pesta' is not known", "2030-12-26 is in line 4 already", "3 fault(s)"], word => Assert.Contains(word, refused.Complaint, StringComparison.Ordinal));

        await File.WriteAllLinesAsync(file, [Header], Token);
        Assert.Equal(1, (await VerbAsync("import", file, "--reason", "SKB 2030", "--yes")).Code);
    }

    private Task<HubVerb> VerbAsync(params string[] words) => HubProcess.RunAsync(["calendar", .. words, "--config", fixture.Hub.Configuration], Token);
}
