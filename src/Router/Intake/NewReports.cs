using Hub.Contracts.Channels;
using Hub.Router.Deadlines;
using Hub.Router.Outbox;
using Hub.Router.Persistence;
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

    public async Task SaveAsync(StoreWrite write, IReadOnlyList<InboundEntry> entries, CancellationToken cancellationToken)
    {
        var distinct = entries.DistinctBy(entry => entry.Key).ToList();
        var known = await KnownAsync(write.Db, distinct, cancellationToken);
        var fresh = distinct.Where(entry => !known.ContainsKey(entry.Key)).ToList();
        var plans = await PlanAsync(write, fresh, cancellationToken);

        // The unique key decides, not the look-up before it. What lost the race may be a newer version, and others may have
        // planned to join it: all is planned again on what is there now.
        var keys = plans.ConvertAll(plan => plan.Key);
        if ((await write.Db.InsertNewAsync(keys, cancellationToken)).Count < keys.Count)
        {
            throw new OvertakenException("a report of this batch");
        }

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
        return found.ToDictionary(row => row.Key, row => row.Report);
    }

    private static string[] Column(IReadOnlyList<InboundEntry> entries, Func<InboundEntry, string> value) => [.. entries.Select(value)];

    private async Task<List<ReportPlan>> PlanAsync(StoreWrite write, IReadOnlyList<InboundEntry> fresh, CancellationToken cancellationToken)
    {
        var plans = new List<ReportPlan>(fresh.Count);
        foreach (var channel in fresh.GroupBy(entry => entry.Channel))
        {
            var group = channel.ToList();
            var identities = group.ConvertAll(entry => ((InboundReport)entry.Item).Reporter);
            var (references, knownBefore) = await vault.ReferAsync(write.Db, channel.Key, identities, cancellationToken);

            // Whom the hub hears of for the first time has nothing open.
            var talk = await threads.OpenAsync(write.Db, knownBefore, cancellationToken);
            for (var index = 0; index < group.Count; index++)
            {
                var joins = await talk.JoinsAsync(group[index], references[index], cancellationToken);
                var plan = rows.Plan(group[index], references[index], joins);
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
        var begun = clocks.Begin(made.Reports);
        await write.Db.InsertAsync([.. begun.Select(each => each.Clock)], cancellationToken);
        await write.Db.InsertAsync([.. made.Timeline, .. begun.Select(each => each.Line)], cancellationToken);
        await write.Db.InsertAsync(made.Fragments, cancellationToken);
        await write.Db.InsertAsync(made.Attachments, cancellationToken);
        await write.Db.InsertAsync(made.Ledger, cancellationToken);
        write.Send(messages.ReportsReceived(made.Reports));
        write.Send(messages.PassOnStatuses(made.Ledger));
    }
}
