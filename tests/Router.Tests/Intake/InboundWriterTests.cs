using System.Text.Json;
using Hub.Contracts.Channels;
using Hub.Contracts.Reports;
using Hub.Router.Intake;
using Hub.Router.Persistence.Rows;
using Hub.Router.Tests.Rig;

namespace Hub.Router.Tests.Intake;

public class InboundWriterTests
{
    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);

    [Fact]
    public async Task The_same_report_from_fifty_writers_at_once_is_one_report()
    {
        await using var rig = await RouterRig.StartAsync();

        await Task.WhenAll(Enumerable.Range(0, 50).Select(_ => Task.Run(() => rig.ReadAsync(Items.Report("r-1") with { ContentVersion = "1" }))));

        var report = Assert.Single(await rig.AllAsync<Report>());
        Assert.Equal("LP-2026-000001", report.Number);
        Assert.Single(await rig.AllAsync<LedgerEntry>());
        Assert.StartsWith("Diterima dari kanal sebagai LP-2026-000001. Batas waktu: verifikasi 2026-", Assert.Single(await rig.AllAsync<TimelineEntry>()).Text, StringComparison.Ordinal);
        Assert.Single(await rig.AllAsync<OutboxMessage>(), message => message.MessageType == "ReportReceived");
    }

    [Fact]
    public async Task The_same_bodies_read_again_change_nothing()
    {
        await using var rig = await RouterRig.StartAsync();
        var attachment = new InboundAttachment("f-1", "image/jpeg", Problem: "expired");
        ReadBody[] bodies =
        [
            Body(rig, Items.Report("r-1") with { ContentVersion = "abc", Attachments = [attachment] }),
            Body(rig, Items.Report("r-1", "Ada jalan rusak parah") with { ContentVersion = "def", ChannelWord = "Selesai", ChannelState = ReportState.Closed }),
            Body(rig, Items.FollowUp("f-1", "r-1"), Items.FollowUp("f-2", "nobody's")),
            Body(rig, Items.Status("s-1", "r-1", "Dibuka", ReportState.Reopened), new InboundSignal("$", "g-1", RouterRig.Start, "reaction", "r-1") { Text = "👍" }),
            Body(rig, Items.Chat("c-1", "budi", RouterRig.Start), Items.Chat("c-2", "budi", RouterRig.Start + Minute)),
        ];
        foreach (var body in bodies)
        {
            await rig.Get<InboundWriter>().SaveAsync([body], default);
        }

        var before = await EverythingAsync(rig);
        rig.Clock.Advance(TimeSpan.FromDays(8));
        foreach (var body in bodies)
        {
            await rig.Get<InboundWriter>().SaveAsync([body], default);
        }

        Assert.Equal(before, await EverythingAsync(rig));
        Assert.Equal(ReportState.Triage, (await rig.ReportAsync("r-1")).State);
        Assert.Equal("Ada jalan rusak parah", (await rig.ReportAsync("r-1")).Text);
    }

    [Theory]
    [InlineData("2", "3", true, "a higher number is newer")]
    [InlineData("2", "2", false, "an equal one is a twin")]
    [InlineData("10", "9", false, "numbers are compared as numbers")]
    [InlineData("9", "10", true, "numbers are compared as numbers")]
    [InlineData("e1", "e2", true, "another hash that came later is newer")]
    [InlineData("e1", null, false, "without a version nothing is known to be new")]
    public async Task A_new_version_amends_and_an_equal_or_older_one_does_not(string held, string? offered, bool amends, string why)
    {
        await using var rig = await RouterRig.StartAsync();
        await rig.ReadAsync(Items.Report("r-1", "lama") with { ContentVersion = held });

        await rig.ReadAsync(Items.Report("r-1", "baru") with { ContentVersion = offered });

        Assert.True(amends == ((await rig.ReportAsync("r-1")).Text == "baru"), why);
    }

    [Fact]
    public async Task Two_versions_of_a_new_report_in_one_batch_leave_the_newer_one()
    {
        await using var rig = await RouterRig.StartAsync();
        ReadBody[] batch = [Body(rig, Items.Report("r-1", "lama") with { ContentVersion = "1" }), Body(rig, Items.Report("r-1", "baru") with { ContentVersion = "2" })];

        await rig.Get<InboundWriter>().SaveAsync(batch, default);

        Assert.Equal("baru", (await rig.ReportAsync("r-1")).Text);
        Assert.Single(await rig.AllAsync<Report>());
    }

    [Fact]
    public async Task A_report_that_becomes_secret_becomes_restricted()
    {
        await using var rig = await RouterRig.StartAsync();
        await rig.ReadAsync(Items.Report("r-1") with { ContentVersion = "1" });

        await rig.ReadAsync(Items.Report("r-1") with { ContentVersion = "2", Sensitivity = new Sensitivity(true, true) });

        var report = await rig.ReportAsync("r-1");
        Assert.True(report is { Secret: true, Restricted: true, Anonymous: true });
    }

    [Fact]
    public async Task A_report_that_its_channel_had_ended_gives_nobody_work()
    {
        await using var rig = await RouterRig.StartAsync();

        await rig.ReadAsync(Items.Report("r-1") with { ChannelState = ReportState.Closed, ChannelWord = "Selesai" });

        Assert.Equal(ReportState.Closed, (await rig.ReportAsync("r-1")).State);
        Assert.Empty(await rig.AllAsync<LedgerEntry>());
    }

    [Fact]
    public async Task An_unknown_word_is_quarantined_at_once_whether_its_report_is_known_or_not()
    {
        await using var rig = await RouterRig.StartAsync();
        await rig.ReadAsync(Items.Report("r-1"));

        await rig.ReadAsync(Items.Status("s-1", "r-1", "Entah", null), Items.Status("s-2", "r-2", "Entah", null) with { Path = "$[1]" });

        var entries = await rig.AllAsync<QuarantineEntry>();
        Assert.Equal(2, entries.Count);
        Assert.All(entries, entry => Assert.Equal("no_place", entry.Code));
        Assert.All(entries, entry => Assert.Contains("\"Entah\"", entry.Reason, StringComparison.Ordinal));
        Assert.Equal(ReportState.Received, (await rig.ReportAsync("r-1")).State);
    }

    [Fact]
    public async Task What_waited_in_vain_can_be_read_again_by_a_person_and_does_not_wait_a_second_time()
    {
        await using var rig = await RouterRig.StartAsync(("Intake:EarlyWait", "00:00:01"));
        var early = Body(rig, Items.FollowUp("f-1", "r-1"), Items.Status("s-1", "r-1", "Selesai", ReportState.Closed) with { Path = "$[1]" });
        await rig.Get<InboundWriter>().SaveAsync([early], default);
        var waited = await rig.AllAsync<WaitingItem>();
        rig.Clock.Advance(Minute);
        await rig.Get<InboundWriter>().SaveAsync([early with { Waited = waited }], default);
        Assert.Equal(2, (await rig.AllAsync<QuarantineEntry>()).Count);

        await rig.Get<InboundWriter>().SaveAsync([early], default);
        Assert.Empty(await rig.AllAsync<WaitingItem>());

        await rig.ReadAsync(Items.Report("r-1"));
        await rig.Get<InboundWriter>().SaveAsync([early], default);

        Assert.Equal(ReportState.Closed, (await rig.ReportAsync("r-1")).State);
        Assert.Single(await rig.AllAsync<Contribution>());
    }

    [Fact]
    public async Task Numbers_run_without_a_gap_and_start_again_with_the_year_of_Jakarta()
    {
        await using var rig = await RouterRig.StartAsync();
        await rig.ReadAsync(Items.Report("r-1"), Items.Report("r-2"));
        rig.Faults.AtCommit = new IOException("the disk is gone");
        await Assert.ThrowsAsync<IOException>(() => rig.Get<InboundWriter>().SaveAsync([Body(rig, Items.Report("lost"))], default));
        rig.Faults.AtCommit = null;
        await rig.ReadAsync(Items.Report("r-1"), Items.Report("r-3"));

        rig.Clock.Advance(new DateTimeOffset(2026, 12, 31, 17, 0, 0, TimeSpan.Zero) - rig.Clock.GetUtcNow());
        await rig.ReadAsync(Items.Report("r-4"));

        Assert.Equal(
            ["LP-2026-000001", "LP-2026-000002", "LP-2026-000003", "LP-2027-000001"],
            (await rig.AllAsync<Report>()).OrderBy(report => report.ExternalId).Select(report => report.Number));
    }

    [Fact]
    public async Task Receipts_are_written_last_and_in_the_order_of_the_statuses_whenever_they_happened()
    {
        await using var rig = await RouterRig.StartAsync();
        await rig.ReadAsync(Items.Report("r-1"), Items.Report("r-2"));
        var told = (await rig.AllAsync<LedgerEntry>()).OrderBy(row => row.Id).ToList();
        InboundStatus Read(int status, int minute) =>
            new("$", $"c-{status}", RouterRig.Start.AddMinutes(minute)) { Word = "read", Receipt = Receipt.Read, OperationId = told[status].Id };

        await rig.ReadAsync(Read(1, 1), Read(0, 2), Items.FollowUp("f-2", "r-2") with { OccurredAt = RouterRig.Start.AddMinutes(4) }, Items.FollowUp("f-1", "r-1") with { OccurredAt = RouterRig.Start.AddMinutes(3) });

        var written = (await rig.AllAsync<TimelineEntry>()).Where(line => line.Kind is "amended" or "receipt").OrderBy(line => line.Id);
        Assert.Equal(
            [("amended", (await rig.ReportAsync("r-1")).Id), ("amended", (await rig.ReportAsync("r-2")).Id), ("receipt", told[0].ReportId), ("receipt", told[1].ReportId)],
            written.Select(line => (line.Kind, line.ReportId)));
    }

    private static ReadBody Body(RouterRig rig, params InboundItem[] items)
    {
        var id = rig.Get<HubIds>().Next();
        return new ReadBody(id, new RawItem(RouterRig.Channel, "main", id.ToByteArray(), rig.Time.GetUtcNow()), new NormalisedBody(items, []));
    }

    private static async Task<string> EverythingAsync(RouterRig rig) => JsonSerializer.Serialize(new
    {
        Reports = (await rig.AllAsync<Report>()).Select(report => report with { RawId = null }),
        Contributions = await rig.AllAsync<Contribution>(),
        Timeline = await rig.AllAsync<TimelineEntry>(),
        Ledger = await rig.AllAsync<LedgerEntry>(),
        Outbox = await rig.AllAsync<OutboxMessage>(),
        Quarantine = await rig.AllAsync<QuarantineEntry>(),
        Waiting = await rig.AllAsync<WaitingItem>(),
        People = await rig.AllAsync<VaultReporter>(),
        Fragments = await rig.AllAsync<VaultFragment>(),
        Attachments = await rig.AllAsync<Attachment>(),
    });
}
