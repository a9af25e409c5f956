using Hub.Contracts.Channels;
using Hub.Router.Persistence.Rows;
using Hub.Router.StatusSync;
using Hub.Router.Tests.Rig;

namespace Hub.Router.Tests.StatusSync;

public class SyncReceiptsTests
{
    [Theory]
    [InlineData("Sent Delivered Read", Receipt.Read, true)]
    [InlineData("Read Delivered Sent", Receipt.Read, true)]
    [InlineData("Delivered Accepted Read Sent", Receipt.Read, true)]
    [InlineData("Sent Failed", Receipt.Failed, false)]
    [InlineData("Failed Sent", Receipt.Failed, false)]
    [InlineData("Failed", Receipt.Failed, false)]
    [InlineData("Delivered Failed", Receipt.Delivered, true)]
    [InlineData("Read Failed", Receipt.Read, true)]
    [InlineData("Failed Delivered", Receipt.Delivered, true)]
    [InlineData("Failed Failed", Receipt.Failed, false)]
    public async Task The_highest_receipt_stays_and_a_failure_counts_only_while_nothing_better_is_known(string order, Receipt stays, bool delivered)
    {
        await using var rig = await RouterRig.StartAsync();
        var entry = await UnknownAsync(rig);

        foreach (var word in order.Split(' '))
        {
            await rig.ReadAsync(Says(rig, word) with { OperationId = entry.Id });
        }

        var row = Assert.Single(await rig.LedgerAsync(entry.ReportId));
        Assert.Equal((stays, delivered ? LedgerOutcome.Delivered : LedgerOutcome.Rejected), (row.Receipt, row.Outcome));
    }

    [Fact]
    public async Task A_receipt_finds_its_status_by_the_reference_of_the_channel_and_keeps_the_reason_of_a_failure_masked()
    {
        await using var rig = await RouterRig.StartAsync();
        await rig.ReadAsync(Items.Report("r-1"));
        var report = await rig.ReportAsync("r-1");
        await rig.Get<StatusLane>().RunAsync(report.Id, RouterRig.Channel, default);
        var told = Assert.Single(await rig.LedgerAsync(report.Id));

        await rig.ReadAsync(Says(rig, "Failed") with { ExternalReference = told.ExternalReference, FailureCode = "131047", FailureReason = "No window for 081234567890" });

        Assert.Equal("131047: No window for [telepon]", Assert.Single(await rig.LedgerAsync(report.Id)).Fault);
    }

    [Theory]
    [InlineData("Delivered", 1)]
    [InlineData("Sent Delivered Read", 1)]
    [InlineData("Failed Delivered", 1)]
    [InlineData("Failed", 0)]
    public async Task A_status_that_a_receipt_settles_has_its_line_in_the_history_once(string order, int lines)
    {
        await using var rig = await RouterRig.StartAsync();
        var entry = await UnknownAsync(rig);

        foreach (var word in order.Split(' '))
        {
            await rig.ReadAsync(Says(rig, word) with { OperationId = entry.Id });
        }

        await rig.Get<StatusLane>().RunAsync(entry.ReportId, RouterRig.Channel, default);
        Assert.Equal(lines, (await rig.AllAsync<TimelineEntry>()).Count(line => line.Kind is "synced"));
    }

    [Fact]
    public async Task An_unknown_word_is_quarantined_and_a_receipt_of_nothing_of_ours_is_not()
    {
        await using var rig = await RouterRig.StartAsync();
        var entry = await UnknownAsync(rig);

        await rig.ReadAsync(Says(rig, "Sent") with { OperationId = rig.Get<HubIds>().Next() });
        await rig.ReadAsync(new InboundStatus("$", "x", RouterRig.Start) { Word = "warped", OperationId = entry.Id });

        Assert.Contains("\"warped\"", Assert.Single(await rig.AllAsync<QuarantineEntry>()).Reason, StringComparison.Ordinal);
        Assert.Equal(LedgerOutcome.Unknown, Assert.Single(await rig.LedgerAsync(entry.ReportId)).Outcome);
    }

    private static async Task<LedgerEntry> UnknownAsync(RouterRig rig)
    {
        await rig.ReadAsync(Items.Report("r-1"));
        var report = await rig.ReportAsync("r-1");
        rig.Sink.Says(new SyncResult.Unknown("no answer"));
        await rig.Get<StatusLane>().RunAsync(report.Id, RouterRig.Channel, default);
        rig.Sink.Answer = TestSink.Delivers;
        return Assert.Single(await rig.LedgerAsync(report.Id));
    }

    private static InboundStatus Says(RouterRig rig, string word) =>
        new("$", rig.Get<HubIds>().Next().ToString(), RouterRig.Start) { Word = word, Receipt = Enum.Parse<Receipt>(word) };
}
