using System.Diagnostics.Metrics;
using Hub.Contracts.Channels;
using Hub.Contracts.Reports;
using Hub.Router.Intake;
using Hub.Router.Persistence;
using Hub.Router.Persistence.Rows;
using Hub.Router.Retention;
using Hub.Router.Tests.Rig;
using Microsoft.Extensions.DependencyInjection;

namespace Hub.Router.Tests.Retention;

public class HousekeepingTests
{
    private static readonly TimeSpan Day = TimeSpan.FromDays(1);

    [Fact]
    public async Task The_same_item_after_eight_days_and_after_the_archive_was_cleared_is_a_duplicate_and_no_new_report()
    {
        await using var rig = await RouterRig.StartAsync(("Retention:RawBodies", "14.00:00:00"));
        await rig.RunAsync<ChannelInbox>();
        using var duplicates = new Duplicates(rig.Get<HubMeter>());
        Assert.Equal(Stored.Yes, await SendAsync(rig));

        rig.Clock.Advance(Day * 8);
        Assert.Equal(Stored.Twin, await SendAsync(rig));
        Assert.Equal(1, duplicates.Count);

        rig.Clock.Advance(Day * 7);
        await rig.Get<Housekeeping>().CleanAsync(default);
        Assert.Empty(await rig.AllAsync<RawBody>());
        Assert.NotEqual(Stored.No, await SendAsync(rig));

        Assert.Equal(2, duplicates.Count);
        Assert.Single(await rig.AllAsync<Report>());
        Assert.Single(await rig.AllAsync<Contribution>());
        Assert.Equal(["received", "amended"], (await rig.AllAsync<TimelineEntry>()).Select(line => line.Kind));
    }

    [Fact]
    public async Task What_is_unread_waits_or_lies_in_quarantine_is_never_cleared()
    {
        await using var rig = await RouterRig.StartAsync(("Retention:RawBodies", "14.00:00:00"), ("Intake:EarlyWait", "7.00:00:00"));
        var archive = rig.Get<RawArchive>();
        var unread = archive.Close(rig.Normaliser.Body("unread") with { ReceivedAt = rig.Time.GetUtcNow() });
        await rig.WriteAsync((write, token) => RawArchive.StoreAsync(write.Db, [unread], token));
        var quarantined = await rig.ReadAsync(RouterRig.Channel, new NormalisedBody([], [new UnreadableItem("$", "no_content", "Empty.")]));
        var waiting = await rig.ReadAsync(Items.FollowUp("f-1", "r-9"));
        await rig.ReadAsync(Items.Report("r-1"));
        rig.Clock.Advance(Day * 15);

        await rig.Get<Housekeeping>().CleanAsync(default);
        Assert.Equal(new[] { unread.Id, quarantined, waiting }.Order(), (await rig.AllAsync<RawBody>()).Select(row => row.Id).Order());

        await rig.SqlAsync($"UPDATE quarantine SET settled_at = {rig.Time.GetUtcNow().UtcDateTime}");
        await rig.Get<Housekeeping>().CleanAsync(default);
        Assert.Equal(new[] { unread.Id, waiting }.Order(), (await rig.AllAsync<RawBody>()).Select(row => row.Id).Order());
        Assert.Single(await rig.AllAsync<QuarantineEntry>());
    }

    [Fact]
    public async Task Deliveries_event_ids_and_settled_entries_go_when_their_time_is_over_and_open_ones_stay()
    {
        await using var rig = await RouterRig.StartAsync();
        var at = rig.Time.GetUtcNow();
        var report = rig.Get<HubIds>().Next();
        UnitDelivery Delivery(DateTimeOffset? delivered) => new()
        {
            Id = rig.Get<HubIds>().Next(),
            ReportId = report,
            Unit = RigKnowledge.Roads,
            Sequence = 1,
            Body = "{}",
            CreatedAt = at,
            NextAt = at,
            DeliveredAt = delivered,
        };
        QuarantineEntry Entry(DateTimeOffset? settled) => new()
        {
            Id = rig.Get<HubIds>().Next(),
            Channel = RouterRig.Channel,
            Path = "$",
            Code = "bad_field",
            Reason = "It is bad.",
            At = at,
            SettledAt = settled,
        };
        await rig.WriteAsync(async (write, token) =>
        {
            await write.Db.InsertAsync<UnitDelivery>([Delivery(at), Delivery(null)], token);
            await write.Db.InsertAsync<QuarantineEntry>([Entry(at), Entry(null)], token);
            await write.Db.InsertAsync<UnitMessage>([new UnitMessage { Unit = RigKnowledge.Roads, EventId = "e-1", BodyHash = "h", ReportId = report, Answer = "", At = at }], token);
        });

        rig.Clock.Advance(Day * 89);
        await rig.Get<Housekeeping>().CleanAsync(default);
        Assert.Equal((2, 2, 1), ((await rig.AllAsync<UnitDelivery>()).Count, (await rig.AllAsync<QuarantineEntry>()).Count, (await rig.AllAsync<UnitMessage>()).Count));

        rig.Clock.Advance(Day * 2);
        await rig.Get<Housekeeping>().CleanAsync(default);
        Assert.Null(Assert.Single(await rig.AllAsync<UnitDelivery>()).DeliveredAt);
        Assert.Null(Assert.Single(await rig.AllAsync<QuarantineEntry>()).SettledAt);
        Assert.Empty(await rig.AllAsync<UnitMessage>());
    }

    [Fact]
    public async Task Files_are_kept_unless_told_otherwise_and_then_only_those_of_reports_that_ended_long_ago_go()
    {
        await using var rig = await RouterRig.StartAsync(("Retention:Attachments", "30.00:00:00"));
        await rig.ReadAsync(
            Items.Report("open") with { Attachments = [new InboundAttachment("f-1", "image/jpeg")] },
            Items.Report("ended") with { Attachments = [new InboundAttachment("f-2", "image/jpeg")], ChannelState = ReportState.Closed, ChannelWord = "Selesai" });
        await rig.SqlAsync($"UPDATE attachments SET state = 'Stored', sealed = x'01'");
        rig.Clock.Advance(Day * 29);
        await rig.Get<Housekeeping>().CleanAsync(default);
        Assert.All(await rig.AllAsync<Attachment>(), file => Assert.NotNull(file.Sealed));

        rig.Clock.Advance(Day * 2);
        await rig.Get<Housekeeping>().CleanAsync(default);

        Assert.Equal([("f-1", AttachmentState.Stored, true), ("f-2", AttachmentState.Gone, false)], (await rig.AllAsync<Attachment>()).Select(file => (file.ExternalId, file.State, file.Sealed is not null)).Order());
        Assert.Null(new RetentionOptions().Attachments);
    }

    [Fact]
    public async Task It_goes_in_slices_of_a_thousand_and_only_in_one_process_at_a_time()
    {
        await using var rig = await RouterRig.StartAsync(("Retention:Pause", "00:00:00"));
        await using var other = rig.AnotherProcess();
        var archive = rig.Get<RawArchive>();
        var rows = Enumerable.Range(0, 2300).Select(index => archive.Close(rig.Normaliser.Body($"b-{index}") with { ReceivedAt = rig.Time.GetUtcNow() })).ToList();
        await rig.WriteAsync((write, token) => write.Db.InsertAsync(rows, token));
        rig.Clock.Advance(Day * 401);
        var (_, remove) = Expiry.Of(new RetentionOptions(), rig.Time.GetUtcNow())[0];
        Assert.Equal(1000, await rig.Get<HubStore>().WriteAsync((write, token) => remove(write.Db, token), default));

        await other.GetRequiredService<Leases>().HoldAsync("housekeeping", TimeSpan.FromMinutes(1), default);
        await rig.Get<Housekeeping>().CleanAsync(default);
        Assert.Equal(1300, (await rig.AllAsync<RawBody>()).Count);

        rig.Clock.Advance(TimeSpan.FromMinutes(2));
        await rig.Get<Housekeeping>().CleanAsync(default);
        Assert.Empty(await rig.AllAsync<RawBody>());
    }

    [Theory]
    [InlineData("13.23:59:59", false)]
    [InlineData("14.00:00:00", true)]
    public void Nothing_may_be_kept_shorter_than_channels_and_units_send_again(string time, bool valid)
    {
        var span = TimeSpan.Parse(time, null);
        RetentionOptions[] all = [new() { RawBodies = span }, new() { UnitMessages = span }, new() { UnitDeliveries = span }, new() { Quarantine = span }, new() { Attachments = span }];

        Assert.All(all, options => Assert.Equal(valid, new RetentionOptionsValidator().Validate(null, options).Succeeded));
    }

    private static async Task<Stored> SendAsync(RouterRig rig)
    {
        var body = rig.Normaliser.Body("b", Items.Report("r-1"), Items.FollowUp("f-1", "r-1")) with { ReceivedAt = rig.Time.GetUtcNow() };
        var stored = await rig.Get<IChannelInbox>().StoreAsync(body, default);
        rig.Clock.Advance(TimeSpan.FromSeconds(5));
        await rig.Get<BodyReader>().ReadAsync(await rig.Get<BodySweep>().FindAsync(_ => false, default), default);
        return stored;
    }

    private sealed class Duplicates : IDisposable
    {
        private readonly MeterListener listener = new();
        private long count;

        public Duplicates(HubMeter meter)
        {
            listener.InstrumentPublished = (instrument, heard) =>
            {
                if (instrument.Meter.Scope == meter && instrument.Name is "hub_bodies" or "hub_item_twins")
                {
                    heard.EnableMeasurementEvents(instrument);
                }
            };
            listener.SetMeasurementEventCallback<long>((_, measured, tags, _) => Interlocked.Add(ref count, tags.ToArray().Any(tag => tag.Value is "stored" or "refused") ? 0 : measured));
            listener.Start();
        }

        public long Count => Interlocked.Read(ref count);

        public void Dispose() => listener.Dispose();
    }
}
