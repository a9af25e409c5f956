using Hub.Connectors.Sp4nLapor;
using Hub.Contracts.Channels;
using Hub.Simulators.Sp4nLapor;
using Hub.Testing;
using Microsoft.Extensions.Options;

namespace Hub.Connectors.Tests.Sp4nLapor;

public sealed class Sp4nLaporDropFolderTests : IDisposable
{
    private static readonly byte[] Export = Sp4nLaporWorkbook.Write(("Laporan", [["Tracking ID", "Status Laporan"]]));

    private readonly Folder folder = new();
    private readonly StoppedClock clock = new(Sp4nLaporDouble.Start);
    private readonly Lines<Sp4nLaporDropFolder> lines = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task A_file_stays_until_the_hub_has_it_and_then_moves_with_its_name()
    {
        var path = Drop("Laporan Budi.xlsx");
        var channel = Channel();

        var page = await PageAsync(channel);

        var item = Assert.Single(page.Items);
        Assert.StartsWith("file:", item.Key, StringComparison.Ordinal);
        Assert.Equal(Export, item.Body.ToArray());
        Assert.DoesNotContain("Budi", item.FileName, StringComparison.Ordinal);
        Assert.True(File.Exists(path));

        await channel.AcknowledgeAsync(page, Token);

        Assert.False(File.Exists(path));
        Assert.True(File.Exists(Path.Combine(folder.Path, "done", "Laporan Budi.xlsx")));
        Assert.DoesNotContain(lines.All, line => line.Contains("Budi", StringComparison.Ordinal));
        Assert.Empty((await PageAsync(channel)).Items);
    }

    [Fact]
    public async Task A_file_that_was_not_acknowledged_comes_again_also_after_a_restart()
    {
        Drop("a.xlsx");
        var channel = Channel();
        var first = Assert.Single((await PageAsync(channel)).Items).Key;

        Assert.Equal(first, Assert.Single((await PageAsync(channel)).Items).Key);
        Assert.Equal(first, Assert.Single((await PageAsync(Channel())).Items).Key);
    }

    [Fact]
    public async Task A_file_that_is_still_written_waits_until_it_stands_still()
    {
        var path = Drop("a.xlsx", age: TimeSpan.FromSeconds(1));
        var channel = Channel();

        Assert.Empty((await PageAsync(channel)).Items);
        await File.WriteAllBytesAsync(path, [.. Export, 1], Token);
        File.SetLastWriteTimeUtc(path, clock.GetUtcNow().UtcDateTime);
        Assert.Empty((await PageAsync(channel)).Items);
        Assert.Single((await PageAsync(channel)).Items);
    }

    [Fact]
    public async Task A_file_that_someone_holds_open_waits()
    {
        var path = Drop("a.xlsx");
        var channel = Channel();
        await using (new FileStream(path, FileMode.Open, FileAccess.ReadWrite, FileShare.None))
        {
            Assert.Empty((await PageAsync(channel)).Items);
        }

        Assert.Single((await PageAsync(channel)).Items);
    }

    [Theory]
    [InlineData("/proc/sys/vm/compact_memory", true)] // the kernel lets nobody read it, not even root
    [InlineData("/tiada", false)] // leads nowhere
    public async Task Files_that_cannot_be_read_hold_no_other_however_many_and_old_they_are(string target, bool warned)
    {
        Assert.SkipUnless(target is "/tiada" || File.Exists(target), "This system has no file that nobody may read.");
        for (var number = 0; number < 12; number++)
        {
            File.CreateSymbolicLink(Path.Combine(folder.Path, $"Budi {number:D2}.xlsx"), target);
        }

        clock.Advance(TimeProvider.System.GetUtcNow() - clock.GetUtcNow() + TimeSpan.FromHours(1));
        Drop("z.xlsx");
        var channel = Channel();

        Assert.Equal(Export, Assert.Single((await PageAsync(channel)).Items).Body.ToArray());
        Assert.Equal(warned ? 12 : 0, lines.All.Count(line => line.Contains("may not be read", StringComparison.Ordinal)));
        Assert.DoesNotContain(lines.All, line => line.Contains("Budi", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("~$a.xlsx")]
    [InlineData(".a.xlsx")]
    [InlineData("a.xlsx.tmp")]
    [InlineData("a.docx")]
    public async Task What_is_not_an_export_is_left_alone(string name)
    {
        var path = Drop(name);
        var channel = Channel();

        var page = await PageAsync(channel);
        await channel.AcknowledgeAsync(page, Token);

        Assert.Empty(page.Items);
        Assert.True(File.Exists(path));
    }

    [Fact]
    public async Task A_second_file_of_the_same_name_does_not_replace_the_first()
    {
        var channel = Channel();
        foreach (var content in (byte[][])[Export, [.. Export, 1], [.. Export, 2]])
        {
            Drop("a.xlsx", content: content);
            await channel.AcknowledgeAsync(await PageAsync(channel), Token);
        }

        Assert.Equal(
            ["20260817T100000-1_a.xlsx", "20260817T100000_a.xlsx", "a.xlsx"],
            Directory.GetFiles(Path.Combine(folder.Path, "done")).Select(Path.GetFileName).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Two_names_with_the_same_bytes_both_leave_in_the_end()
    {
        Drop("a.xlsx");
        Drop("b.xlsx");
        var channel = Channel();
        for (var poll = 0; poll < 2; poll++)
        {
            await channel.AcknowledgeAsync(await PageAsync(channel), Token);
        }

        Assert.Empty(Directory.GetFiles(folder.Path));
        Assert.Equal(2, Directory.GetFiles(Path.Combine(folder.Path, "done")).Length);
    }

    [Fact]
    public async Task A_newer_export_under_the_same_name_is_not_moved_unread()
    {
        Drop("a.xlsx");
        var channel = Channel();
        var page = await PageAsync(channel);
        var path = Drop("a.xlsx", content: [.. Export, 1]);

        await channel.AcknowledgeAsync(page, Token);

        Assert.True(File.Exists(path));
        Assert.NotEqual(page.Items[0].Key, Assert.Single((await PageAsync(channel)).Items).Key);
    }

    [Fact]
    public async Task A_missing_folder_is_unavailable_and_the_probe_says_what_to_do()
    {
        var channel = Channel(Path.Combine(folder.Path, "tiada"));
        var probe = new Sp4nLaporFolderProbe(Settings(Path.Combine(folder.Path, "tiada")));

        Assert.IsType<PollResult.Unavailable>(await channel.FetchAsync(null, Token));
        Assert.Contains("DropFolder", await probe.ProbeAsync(Token), StringComparison.Ordinal);
        Assert.Null(await new Sp4nLaporFolderProbe(Settings(folder.Path)).ProbeAsync(Token));
    }

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private string Drop(string name, TimeSpan? age = null, byte[]? content = null)
    {
        var path = Path.Combine(folder.Path, name);
        File.WriteAllBytes(path, content ?? Export);
        File.SetLastWriteTimeUtc(path, (clock.GetUtcNow() - (age ?? TimeSpan.FromMinutes(1))).UtcDateTime);
        return path;
    }

    private Sp4nLaporDropFolder Channel(string? drop = null) => new(Settings(drop ?? folder.Path), clock, lines);

    private IOptions<Sp4nLaporOptions> Settings(string drop) => Options.Create(new Sp4nLaporOptions
    {
        Mode = Sp4nLaporMode.Files,
        AgencyId = "1042",
        DropFolder = drop,
        RecapFolder = Path.Combine(folder.Path, "rekap"),
    });

    private static async Task<PollResult.Page> PageAsync(Sp4nLaporDropFolder channel) => Assert.IsType<PollResult.Page>(await channel.FetchAsync(null, Token));
}
