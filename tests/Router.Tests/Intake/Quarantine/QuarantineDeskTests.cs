using System.Text;
using Hub.Contracts.Channels;
using Hub.Contracts.Reports;
using Hub.Router.Intake.Quarantine;
using Hub.Router.Persistence.Rows;
using Hub.Router.Tests.Rig;

namespace Hub.Router.Tests.Intake.Quarantine;

public class QuarantineDeskTests
{
    private const string Body = """{"caller":{"name":"Ratna Kusuma"},"status":"Rampung"}""";

    [Fact]
    public async Task An_entry_shows_its_body_without_the_person_and_with_them_only_on_the_record()
    {
        await using var rig = await RouterRig.StartAsync();
        await rig.ReceiveAsync(Body, ArchiveBench.Unreadable("$.status"));
        var entry = await rig.EntryAsync();

        var shown = (await rig.Desk().FindAsync(entry.Id, default))!;
        Assert.Contains("Rampung", shown.Body, StringComparison.Ordinal);
        Assert.DoesNotContain("Ratna", shown.Body, StringComparison.Ordinal);
        Assert.Equal(("$.status", Encoding.UTF8.GetByteCount(Body)), (shown.Entry.Path, shown.Size));
        Assert.Empty(await rig.AllAsync<OperatorAct>());

        Assert.Equal(Body, Encoding.UTF8.GetString((await rig.Desk().RevealAsync(entry.Id, ArchiveBench.By, default))!));
        Assert.Equal("quarantine.reveal", Assert.Single(await rig.AllAsync<OperatorAct>()).Verb);
        Assert.Null(await rig.Desk().FindAsync(Guid.Empty, default));
        Assert.Null(await rig.Desk().RevealAsync(Guid.Empty, ArchiveBench.By, default));
    }

    [Fact]
    public async Task The_body_of_a_secret_report_is_not_shown()
    {
        await using var rig = await RouterRig.StartAsync();
        await rig.ReceiveAsync(Body, ArchiveBench.Unreadable("$.status", "unknown_word", Items.Report("r-1") with { Sensitivity = new Sensitivity(false, true) }));

        Assert.DoesNotContain("Rampung", (await rig.Desk().FindAsync((await rig.EntryAsync()).Id, default))!.Body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_body_whose_seal_does_not_open_says_so()
    {
        await using var rig = await RouterRig.StartAsync();
        await rig.ReceiveAsync(Body, ArchiveBench.Unreadable());
        await rig.SqlAsync($"UPDATE raw_bodies SET sealed = x'0102'");
        var entry = await rig.EntryAsync();

        Assert.Contains("seal", (await rig.Desk().FindAsync(entry.Id, default))!.Body, StringComparison.Ordinal);
        Assert.True(await rig.Desk().RetryAsync(entry.Id, ArchiveBench.By, default) is RetryResult.StillFails { Code: "not_opened" });
        Assert.True(await rig.EntryAsync() is { SettledAt: null, Code: "bad_field" });
    }

    [Theory]
    [InlineData(null, null, 5)]
    [InlineData(RouterRig.Channel, null, 5)]
    [InlineData(null, "no_content", 2)]
    [InlineData("other", null, 0)]
    public async Task The_list_takes_a_filter_and_goes_page_by_page(string? channel, string? code, int count)
    {
        await using var rig = await RouterRig.StartAsync();
        await rig.ReceiveAsync("a", new NormalisedBody([], [.. Enumerable.Range(0, 5).Select(index => new UnreadableItem($"$[{index}]", index < 2 ? "no_content" : "bad_field", "x"))]));
        var query = new QuarantineQuery(channel, code);

        var first = await rig.Desk().ListAsync(query, null, 3, default);
        var second = await rig.Desk().ListAsync(query, first.Count == 0 ? null : first[^1].Id, 3, default);

        Assert.Equal(count, await rig.Desk().CountAsync(query, default));
        Assert.Equal(count, first.Concat(second).Select(entry => entry.Id).Distinct().Count());
    }

    [Fact]
    public async Task A_bulk_retry_takes_each_entry_once_counts_and_is_written_down()
    {
        await using var rig = await RouterRig.StartAsync();
        for (var number = 0; number < 25; number++)
        {
            await rig.ReceiveAsync($"b-{number}", ArchiveBench.Unreadable("$", "unknown_type"));
            if (number != 7)
            {
                rig.NowReads($"b-{number}", Items.Report($"r-{number}"));
            }
        }

        await rig.ReceiveAsync("other", ArchiveBench.Unreadable("$", "bad_field"));
        var query = new QuarantineQuery(null, "unknown_type");
        Assert.Equal(25, await rig.Desk().CountAsync(query, default));
        var tally = await rig.Get<QuarantineBulk>().RetryAsync(query, ArchiveBench.By, (new Pace(4, TimeSpan.Zero), new Told(_ => { })), default);

        Assert.Equal(new BulkTally(24, 1, 0, false), tally);
        Assert.Equal(24, (await rig.AllAsync<Report>()).Count);
        Assert.Equal(2, (await rig.AllAsync<QuarantineEntry>()).Count(entry => entry.SettledAt is null));
        Assert.Equal(24, Assert.Single(await rig.AllAsync<OperatorAct>(), act => act.Subject == "code=unknown_type").Count);
        Assert.Equal(new BulkTally(0, 1, 0, false), await rig.Get<QuarantineBulk>().RetryAsync(query, ArchiveBench.By, (new Pace(4, TimeSpan.Zero), new Told(_ => { })), default));
    }

    [Fact]
    public async Task A_bulk_discard_that_is_stopped_ends_with_the_batch_in_hand()
    {
        await using var rig = await RouterRig.StartAsync();
        await rig.ReceiveAsync("a", new NormalisedBody([], [.. Enumerable.Range(0, 30).Select(index => new UnreadableItem($"$[{index}]", "bad_field", "x"))]));
        using var stop = new CancellationTokenSource();

        var tally = await rig.Get<QuarantineBulk>().DiscardAsync(
            new QuarantineQuery(null, null), (ArchiveBench.By, "rubbish"), (new Pace(10, TimeSpan.FromHours(1)), new Told(_ => stop.Cancel())), stop.Token);

        Assert.Equal(new BulkTally(10, 0, 0, true), tally);
        Assert.Equal(10, (await rig.AllAsync<QuarantineEntry>()).Count(entry => entry.Settled == "discarded"));
        Assert.Contains(await rig.AllAsync<OperatorAct>(), act => act.Detail.EndsWith("stopped", StringComparison.Ordinal));
    }

    private sealed class Told(Action<BulkTally> says) : IProgress<BulkTally>
    {
        public void Report(BulkTally value) => says(value);
    }
}
