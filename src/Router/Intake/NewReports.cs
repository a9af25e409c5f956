using Hub.Contracts.Channels;
using Hub.Router.Deadlines;
using Hub.Router.Outbox;
using Hub.Router.Persistence;
using Hub.Router.Persistence.Rows;
using Hub.Router.Privacy;

namespace Hub.Router.Intake;

/// <summary>Reports that a batch brought: new ones become rows, known ones with new content become versions, twins become nothing.</summary>
internal sealed class NewReports(
    ReporterVault vault, ChatThreads threads, ReportRows rows, ReportAdditions additions, ClockWriter clocks, HubMeter meter, BusMessages messages)
{
    internal static readonly SetStatement Knowing = new(
        """
        SELECT k.channel, k.account, k.external_id, k.report_id FROM unnest($1::text[], $2::text[], $3::text[]) AS w (channel, account, external_id)
        CROSS JOIN LATERAL (SELECT * FROM inbound_keys AS i WHERE i.channel = w.channel AND i.account = w.account AND i.external_id = w.external_id LIMIT 1) AS k
        """,
        "SELECT channel, account, external_id, report_id FROM inbound_keys WHERE channel = @p0 AND account = @p1 AND external_id = @p2");

    /// <summary>A message that opens no report is found under the one it joins.</summary>
    internal static readonly SetChange<InboundKey> Joining = new(
        "UPDATE inbound_keys SET report_id = {report} {from} WHERE channel = {channel} AND account = {account} AND external_id = {item}",
        SetColumns.Id<InboundKey>("report", key => key.ReportId),
        SetColumns.Text<InboundKey>("channel", key => key.Channel),
        SetColumns.Text<InboundKey>("account", key => key.Account),
        SetColumns.Text<InboundKey>("item", key => key.ExternalId));

    public async Task SaveAsync(StoreWrite write, IReadOnlyList<InboundEntry> entries, CancellationToken cancellationToken)
    {
        // The unique key decides what is new. Whoever holds one is waited for: what is known then is known to the end.
        var items = entries.DistinctBy(entry => entry.Key).Select(rows.Key).ToList();
        var added = (await write.Db.InsertNewAsync(items.ConvertAll(item => item.Key), cancellationToken)).ToHashSet<object>(ReferenceEqualityComparer.Instance);
        var fresh = items.FindAll(item => added.Contains(item.Key));
        var known = await KnownAsync(write.Db, [.. items.Where(item => !added.Contains(item.Key)).Select(item => item.Entry)], cancellationToken);
        var plans = await PlanAsync(write, fresh, cancellationToken);
        await Joining.ExecuteAsync(write.Db, [.. plans.Where(plan => plan.JoinsReport is not null).Select(plan => plan.Key)], cancellationToken);

        await InsertAsync(write, plans.FindAll(plan => plan.JoinsReport is null), cancellationToken);
        foreach (var plan in plans.Where(plan => plan.JoinsReport is null && ReportRows.IsEnded(plan.Item)))
        {
            await additions.EndAsync(write, plan, cancellationToken);
        }

        foreach (var plan in plans.Where(plan => plan.JoinsReport is not null))
        {
            await additions.ChatAsync(write, plan, cancellationToken);
        }

        // A second version of a new report may stand in the same batch as the first.
        plans.ForEach(plan => known[plan.Entry.Key] = plan.ReportId);
        foreach (var entry in entries.Except(plans.Select(plan => plan.Entry), ReferenceEqualityComparer.Instance).Cast<InboundEntry>())
        {
            if (!await additions.AmendAsync(write, (known[entry.Key], entry, (InboundReport)entry.Item), cancellationToken))
            {
                meter.ItemTwin(entry.Channel);
            }
        }
    }

    private static async Task<Dictionary<(string Channel, string Account, string ExternalId), Guid>> KnownAsync(
        HubDbContext db, IReadOnlyList<InboundEntry> entries, CancellationToken cancellationToken)
    {
        var found = await db.AskAsync(
            (Knowing, [Column(entries, entry => entry.Channel), Column(entries, entry => entry.Account), Column(entries, entry => entry.Item.ExternalId)]),
            static row => (Key: (row.GetString(0), row.GetString(1), row.GetString(2)), Report: row.GetGuid(3)), cancellationToken);
        return found.Count == entries.Count ? found.ToDictionary(row => row.Key, row => row.Report) : throw new OvertakenException("a report of this batch");
    }

    private static string[] Column(IReadOnlyList<InboundEntry> entries, Func<InboundEntry, string> value) => [.. entries.Select(value)];

    private async Task<List<ReportPlan>> PlanAsync(StoreWrite write, IReadOnlyList<NewItem> fresh, CancellationToken cancellationToken)
    {
        var plans = new List<ReportPlan>(fresh.Count);
        foreach (var channel in fresh.GroupBy(item => item.Key.Channel))
        {
            var group = channel.ToList();
            var identities = group.ConvertAll(item => ((InboundReport)item.Entry.Item).Reporter);
            var (references, knownBefore) = await vault.ReferAsync(write.Db, channel.Key, identities, cancellationToken);

            // Whom the hub hears of for the first time has nothing open.
            var talk = await threads.OpenAsync(write.Db, knownBefore, group.ConvertAll(item => item.Key), cancellationToken);
            for (var index = 0; index < group.Count; index++)
            {
                var joins = await talk.JoinsAsync(group[index].Entry, references[index], cancellationToken);
                var plan = new ReportPlan(group[index].Entry, joins is { } report ? group[index].Key with { ReportId = report } : group[index].Key, references[index], joins);
                talk.Remember(plan);
                plans.Add(plan);
            }
        }

        return plans;
    }

    private async Task InsertAsync(StoreWrite write, IReadOnlyList<ReportPlan> plans, CancellationToken cancellationToken)
    {
        if (plans.Count == 0)
        {
            return;
        }

        var made = await rows.MakeAsync(write.Db, plans, cancellationToken);
        await write.Db.InsertAsync(made.Reports, cancellationToken);
        write.Brings(made.Reports);
        var begun = clocks.Begin(made.Reports);
        await write.Db.InsertAsync([.. begun.Select(each => each.Clock)], cancellationToken);
        await write.Db.InsertAsync([.. made.Timeline.Zip(begun, (line, clock) => line with { Text = $"{line.Text} {clock.Words}" })], cancellationToken);
        await write.Db.InsertAsync(made.Fragments, cancellationToken);
        await write.Db.InsertAsync(made.Attachments, cancellationToken);
        await write.Db.InsertAsync(made.Ledger, cancellationToken);
        write.Send(messages.ReportsReceived(made.Reports));
        write.Send(messages.PassOnStatuses(made.Ledger));
    }
}
