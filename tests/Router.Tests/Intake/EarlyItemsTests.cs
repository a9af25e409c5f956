using Hub.Contracts.Channels;
using Hub.Contracts.Reports;
using Hub.Router.Intake;
using Hub.Router.Persistence.Rows;
using Hub.Router.StatusSync;
using Hub.Router.Tests.Rig;

namespace Hub.Router.Tests.Intake;

public class EarlyItemsTests
{
    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);

    public static TheoryData<string> Orders() => new(Permutations("RFSC").Append("FFSSCCRR").Append("CSFRRFSC"));

    [Theory]
    [MemberData(nameof(Orders))]
    public async Task Report_follow_up_status_and_receipt_end_alike_in_any_order(string order)
    {
        await using var rig = await RouterRig.StartAsync();
        var stage = new Stage(rig);
        rig.Sink.Says(new SyncResult.Delivered("ref-1"));

        foreach (var word in order)
        {
            await stage.SayAsync(word);
            rig.Clock.Advance(Minute);
            await stage.ReadAsync();
        }

        await stage.QuietAsync();

        var report = await rig.ReportAsync("r-1");
        Assert.Equal(ReportState.Closed, report.State);
        Assert.Equal("Belum diperbaiki", Assert.Single(await rig.AllAsync<Contribution>()).Text);
        Assert.Equal((LedgerOutcome.Delivered, Receipt.Read), Assert.Single((await rig.LedgerAsync(report.Id)).Select(row => (row.Outcome, row.Receipt!.Value))));
        Assert.Equal(
            ["amended", "receipt", "received", "state", "synced"],
            (await rig.AllAsync<TimelineEntry>()).Where(line => line.Kind is not "clock").Select(line => line.Kind).Order());
        Assert.Empty(await rig.AllAsync<WaitingItem>());
        Assert.Empty(await rig.AllAsync<QuarantineEntry>());
    }

    [Fact]
    public async Task What_waits_is_read_as_soon_as_its_report_is_there()
    {
        await using var rig = await RouterRig.StartAsync();
        var stage = new Stage(rig);
        await stage.SayAsync('F');
        for (var reading = 0; reading < 12; reading++)
        {
            rig.Clock.Advance(TimeSpan.FromMinutes(15));
            await stage.ReadAsync();
        }

        Assert.True(Assert.Single(await rig.AllAsync<WaitingItem>()).AgainAt > rig.Time.GetUtcNow() + Minute);

        await stage.SayAsync('R');
        await stage.ReadAsync();

        Assert.Single(await rig.AllAsync<Contribution>());
    }

    [Fact]
    public async Task Of_several_that_wait_the_oldest_goes_first_and_a_younger_one_does_not_pass_it()
    {
        await using var rig = await RouterRig.StartAsync();
        var stage = new Stage(rig);
        await stage.StoreAsync(Items.Status("s-1", "r-1", "Selesai", ReportState.Closed, RouterRig.Start + Minute));
        await stage.ReadAsync();
        await rig.ReadAsync(Items.Report("r-1"));

        // The closing waits still when the reopening arrives.
        var reopening = await stage.StoreAsync(Items.Status("s-2", "r-1", "Dibuka", ReportState.Reopened, RouterRig.Start + Minute + Minute));
        await rig.Get<BodyReader>().ReadAsync([reopening], default);
        Assert.Equal(ReportState.Received, (await rig.ReportAsync("r-1")).State);
        await stage.QuietAsync();

        // Nobody had it before it was closed: a person decides whose it is.
        Assert.Equal(ReportState.Triage, (await rig.ReportAsync("r-1")).State);
        Assert.Equal(["state", "state", "state"], (await rig.AllAsync<TimelineEntry>()).Where(line => line.Kind is not ("received" or "clock")).Select(line => line.Kind));
    }

    [Fact]
    public async Task A_follow_up_whose_report_never_comes_is_quarantined_when_its_time_is_over_and_not_before()
    {
        await using var rig = await RouterRig.StartAsync();
        var stage = new Stage(rig);
        await stage.StoreAsync(Items.FollowUp("f-1", "nobody's"), Items.Status("s-1", "nobody's", "Selesai", ReportState.Closed) with { Path = "$[1]" }, Items.Report("r-2"));
        await stage.ReadAsync();

        rig.Clock.Advance(TimeSpan.FromHours(23));
        await stage.QuietAsync();
        Assert.Empty(await rig.AllAsync<QuarantineEntry>());

        rig.Clock.Advance(TimeSpan.FromHours(2));
        await stage.QuietAsync();
        Assert.Equal([("$", "no_place", false), ("$[1]", "no_place", false)], (await rig.AllAsync<QuarantineEntry>()).Select(entry => (entry.Path, entry.Code, entry.SettledAt.HasValue)).Order());
        Assert.Empty(await rig.AllAsync<WaitingItem>());
        Assert.Single(await rig.AllAsync<Report>());
    }

    [Fact]
    public async Task A_receipt_of_nothing_of_ours_becomes_a_settled_note_after_an_hour()
    {
        await using var rig = await RouterRig.StartAsync();
        var stage = new Stage(rig);
        await stage.SayAsync('C');
        await stage.ReadAsync();
        rig.Clock.Advance(TimeSpan.FromMinutes(50));
        await stage.QuietAsync();
        Assert.Empty(await rig.AllAsync<QuarantineEntry>());

        rig.Clock.Advance(TimeSpan.FromMinutes(20));
        await stage.QuietAsync();

        var note = Assert.Single(await rig.AllAsync<QuarantineEntry>());
        Assert.Equal(("not_ours", true), (note.Code, note.SettledAt is not null));
        Assert.Empty(await rig.AllAsync<WaitingItem>());
    }

    [Fact]
    public async Task An_edit_that_comes_before_its_message_waits_for_it_and_is_forgotten_without_one()
    {
        await using var rig = await RouterRig.StartAsync();
        var stage = new Stage(rig);
        await stage.StoreAsync(new InboundSignal("$", "e-1", RouterRig.Start, "edit", "r-1") { Text = "Jalan rusak parah" });
        await stage.StoreAsync(new InboundSignal("$", "e-2", RouterRig.Start, "reaction", "somebody's") { Text = "👍" });
        await stage.ReadAsync();
        await stage.SayAsync('R');
        await stage.QuietAsync();
        Assert.Equal("Jalan rusak parah", Assert.Single(await rig.AllAsync<Contribution>()).Text);

        rig.Clock.Advance(TimeSpan.FromHours(2));
        await stage.QuietAsync();
        Assert.Empty(await rig.AllAsync<WaitingItem>());
        Assert.Empty(await rig.AllAsync<QuarantineEntry>());
    }

    [Fact]
    public async Task Reading_again_leaves_the_neighbours_in_the_body_alone()
    {
        await using var rig = await RouterRig.StartAsync();
        var stage = new Stage(rig);
        await stage.StoreAsync(
            new NormalisedBody([Items.Report("r-2") with { ContentVersion = "1" }, Items.FollowUp("f-1", "r-1") with { Path = "$[1]" }], [new UnreadableItem("$[2]", "no_content", "Empty.")]));
        await stage.ReadAsync();
        await rig.SqlAsync($"UPDATE quarantine SET settled_at = {rig.Time.GetUtcNow().UtcDateTime}");
        await rig.SqlAsync($"UPDATE reports SET content_version = '0', text = 'kept'");

        await rig.ReadAsync(Items.Report("r-1"));
        await stage.QuietAsync();

        Assert.Single(await rig.AllAsync<Contribution>());
        Assert.Equal("kept", (await rig.ReportAsync("r-2")).Text);
        Assert.NotNull(Assert.Single(await rig.AllAsync<QuarantineEntry>()).SettledAt);
    }

    private static IEnumerable<string> Permutations(string letters) => letters.Length < 2
        ? [letters]
        : letters.SelectMany((letter, index) => Permutations(letters.Remove(index, 1)).Select(rest => letter + rest));

    /// <summary>Says things as a channel does, each in a body of its own, and reads what is unread or waits.</summary>
    private sealed class Stage(RouterRig rig)
    {
        private int bodies;

        public async Task SayAsync(char word)
        {
            InboundItem item = word switch
            {
                'R' => Items.Report("r-1"),
                'F' => Items.FollowUp("f-1", "r-1"),
                'S' => Items.Status("s-1", "r-1", "Selesai", ReportState.Closed, RouterRig.Start + Minute),
                _ => new InboundStatus("$", "c-1", RouterRig.Start) { Word = "read", Receipt = Receipt.Read, ExternalReference = "ref-1" },
            };
            await StoreAsync(item);
            await ReadAsync();
            if (word is 'R')
            {
                await rig.Get<StatusLane>().RunAsync((await rig.ReportAsync("r-1")).Id, RouterRig.Channel, default);
            }
        }

        public Task<UnreadBody> StoreAsync(params InboundItem[] items) => StoreAsync(new NormalisedBody(items, []));

        public async Task<UnreadBody> StoreAsync(NormalisedBody holds)
        {
            var body = rig.Normaliser.Body($"b-{bodies++}", holds) with { ReceivedAt = rig.Time.GetUtcNow() };
            var row = rig.Get<RawArchive>().Close(body);
            await rig.WriteAsync((write, token) => RawArchive.StoreAsync(write.Db, [row], token));
            rig.Clock.Advance(TimeSpan.FromSeconds(3));
            return new UnreadBody(row.Id, body);
        }

        public async Task ReadAsync()
        {
            var found = await rig.Get<BodySweep>().FindAsync(_ => false, default);
            await rig.Get<BodyReader>().ReadAsync(found, default);
        }

        /// <summary>Until nothing is due at once any more.</summary>
        public async Task QuietAsync()
        {
            for (var round = 0; round < 5; round++)
            {
                await ReadAsync();
                rig.Clock.Advance(TimeSpan.FromMinutes(1));
            }
        }
    }
}
