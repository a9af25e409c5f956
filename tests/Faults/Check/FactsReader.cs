using Hub.Faults.Ledgers;
using Hub.Faults.World;

namespace Hub.Faults.Check;

/// <summary>Collects both sides once all has settled.</summary>
internal sealed class FactsReader(DrillLedgers ledgers, DrillChannels channels, StoreTables tables)
{
    private const string Operation = "hub:";

    public async Task<DrillFacts> ReadAsync(CancellationToken cancellationToken)
    {
        var decisions = await tables.ListAsync(
            "SELECT id, report_id, outcome, unit, addressee FROM assignments ORDER BY id",
            row => (Row: new StoredDecision(row.Id(0), row.Id(1), row.Text(2), row.TextOrNull(3)), To: row.TextOrNull(3) ?? row.TextOrNull(4)), cancellationToken);
        var first = decisions.GroupBy(decision => decision.Row.ReportId)
            .ToDictionary(group => group.Key, group => $"{group.First().Row.Outcome} {group.First().To}".TrimEnd());
        return new DrillFacts
        {
            Sent = ledgers.Sent.Entries,
            Accepted = ledgers.Accepted.Entries,
            UnitReceipts = ledgers.UnitReceipts.Entries,
            UnitReplies = ledgers.UnitReplies.Entries,
            ChannelStatuses = Told(),
            Reports = await tables.ListAsync(
                "SELECT id, channel, external_id, state, unit, anonymous FROM reports",
                row => new StoredReport(row.Id(0), row.Text(1), row.Text(2), row.Text(3), row.TextOrNull(4)) { Anonymous = row.Flag(5), FirstDecision = first.GetValueOrDefault(row.Id(0)) },
                cancellationToken),
            Decisions = [.. decisions.Select(decision => decision.Row)],
            Lines = await tables.ListAsync("SELECT report_id, kind, state FROM timeline ORDER BY id", row => new StoredLine(row.Id(0), row.Text(1), row.TextOrNull(2)), cancellationToken),
            Statuses = await tables.ListAsync(
                "SELECT id, report_id, channel, sequence, state, outcome, blind_repeats FROM status_ledger ORDER BY sequence",
                row => new StoredStatus(row.Id(0), row.Id(1), row.Text(2), row.Number(3), row.Text(4), row.Text(5), (int)row.Number(6)), cancellationToken),
            Replies = await tables.ListAsync("SELECT unit, event_id, answer FROM unit_messages", row => new StoredReply(row.Text(0), row.Text(1), row.Text(2)), cancellationToken),
            Keys = (await tables.ListAsync("SELECT channel, external_id FROM inbound_keys", row => (row.Text(0), row.Text(1)), cancellationToken)).ToHashSet(),
            Files = await tables.ListAsync("SELECT report_id, state, sha256 FROM attachments", row => new StoredFile(row.Id(0), row.Text(1), row.TextOrNull(2)), cancellationToken),
            Leftovers = await LeftoversAsync(cancellationToken),
        };
    }

    /// <summary>What still waits in the hub.</summary>
    public async Task<IReadOnlyList<Leftover>> LeftoversAsync(CancellationToken cancellationToken)
    {
        (string What, string Sql)[] questions =
        [
            ("unread bodies", "SELECT COUNT(*) FROM unread_bodies"),
            ("reports without an owner", "SELECT COUNT(*) FROM reports WHERE state IN ('Received', 'ReturnedByUnit', 'Reopened')"),
            ("messages in the outbox", "SELECT COUNT(*) FROM outbox"),
            ("statuses on their way", "SELECT COUNT(*) FROM status_ledger WHERE outcome IN ('Pending', 'Unknown')"),
            ("files to fetch", "SELECT COUNT(*) FROM attachments WHERE state = 'Pending'"),
            ("events for unit webhooks", "SELECT COUNT(*) FROM unit_deliveries WHERE delivered_at IS NULL AND refused_at IS NULL"),
        ];
        var found = new List<Leftover>();
        foreach (var (what, sql) in questions)
        {
            found.Add(new Leftover(what, await tables.CountAsync(sql, cancellationToken)));
        }

        return found;
    }

    private IReadOnlyList<ChannelStatus> Told()
    {
        var chats = channels.WhatsApp.Ledger.Received.Select(message => new ChannelStatus(message.At, "whatsapp", message.To, OperationOf(message.OperationId), true));
        var tickets = channels.ContactCenter.Statuses.Select(status =>
            new ChannelStatus(status.ReceivedAt, "cc158", status.TicketNo, Guid.TryParse(status.UpdateId, out var id) ? id : null, !status.IsReplay));
        var writes = channels.Lapor.Desk.Writes.Where(write => write.Answer == 201)
            .Select(write => new ChannelStatus(write.At, "sp4n", write.TrackingId, OperationOf(write.OperationId), !write.Repeat));
        return [.. chats, .. tickets, .. writes];
    }

    private static Guid? OperationOf(string? written) =>
        written is not null && written.StartsWith(Operation, StringComparison.Ordinal) && Guid.TryParse(written.AsSpan(Operation.Length), out var id) ? id : null;
}
