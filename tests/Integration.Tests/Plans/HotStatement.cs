using Hub.Contracts.Reports;
using Hub.Router.Deadlines;
using Hub.Router.Intake;
using Hub.Router.Lifecycle;
using Hub.Router.Outbox;
using Hub.Router.Persistence;
using Hub.Router.Persistence.Rows;
using Hub.Router.Privacy;
using Hub.Router.StatusSync;
using Hub.Router.Units;

namespace Hub.Integration.Tests.Plans;

/// <summary>A statement that every report costs, and the index that it must find its rows by on each engine.</summary>
internal sealed record HotStatement(string Name, SetStatement Statement, object[] Values)
{
    private static readonly string[] Words = [.. Enumerable.Range(0, 20).Select(number => $"kata-{number}")];
    private static readonly Guid[] Ids = [.. Enumerable.Range(0, 20).Select(_ => Guid.CreateVersion7(DateTimeOffset.UnixEpoch))];
    private static readonly DateTime At = new(2026, 3, 2, 3, 0, 0, DateTimeKind.Utc);
    private static readonly DateTimeOffset Then = At;

    public required string Postgres { get; init; }

    public required string Sqlite { get; init; }

    /// <summary>A room that puts a statement into the hot path adds its row here.</summary>
    public static IReadOnlyList<HotStatement> All { get; } =
    [
        new("which items are known", NewReports.Knowing, [Words, Words, Words]) { Postgres = "pk_inbound_keys", Sqlite = "sqlite_autoindex_inbound_keys_1" },
        new("which persons are known", ReporterVault.Knowing, [Words]) { Postgres = "pk_vault_lookups", Sqlite = "sqlite_autoindex_vault_lookups_1" },
        new("a message joins a report", Of(NewReports.Joining), [Ids, Words, Words, Words]) { Postgres = "pk_inbound_keys", Sqlite = "sqlite_autoindex_inbound_keys_1" },
        new("a person has another name", Of(ReporterVault.Joining), [Ids, Words]) { Postgres = "pk_vault_lookups", Sqlite = "sqlite_autoindex_vault_lookups_1" },
        new("who a person is", ReporterVault.Opening, [Ids]) { Postgres = "pk_vault_reporters", Sqlite = "sqlite_autoindex_vault_reporters_1" },
        new("bodies are read", InboundWriter.Marking, [Ids]) { Postgres = "pk_unread_bodies", Sqlite = "sqlite_autoindex_unread_bodies_1" },
        new("who waited for these reports", WaitingRoom.Calling, [Words, Words, At]) { Postgres = "ix_waiting_items_for", Sqlite = "ix_waiting_items_for" },
        new("a number is taken", Counters.Taking, ["report-number-2026", 1L]) { Postgres = "pk_counters", Sqlite = "" },
        new("whose turn it is to leave", OutboxDispatcher.Waiting, [Ids]) { Postgres = "ix_outbox_order", Sqlite = "ix_outbox_order" },
        new("clocks are kept", Of(ClockWriter.Keep), ClockWriter.Keep.Arrays([.. Ids.Select(Clock)])) { Postgres = "pk_report_clocks", Sqlite = "" },
        new("deadlines that are due", DeadlineSlice.Claiming, [At, 100L]) { Postgres = "ix_report_clocks_next", Sqlite = "ix_report_clocks_next" },
        new("clocks on an old calendar", ClockRecount.Claiming, [1L, 100L]) { Postgres = "ix_report_clocks_open", Sqlite = "ix_report_clocks_open" },
        new("when to look again", Of(DeadlineSlice.Next), DeadlineSlice.Next.Arrays([.. Ids.Select(id => (id, (DateTimeOffset?)At))])) { Postgres = "pk_report_clocks", Sqlite = "sqlite_autoindex_report_clocks_1" },
        new("who goes on under these reports", MergedReports.Following, [Ids]) { Postgres = "ix_report_merges_into", Sqlite = "ix_report_merges_into" },
        new("statuses are taken", Of(LedgerLeases.Lease), LedgerLeases.Lease.Arrays([.. Ids.Select(id => (Status(id), Status(id)))])) { Postgres = "pk_status_ledger", Sqlite = "sqlite_autoindex_status_ledger_1" },
        new("statuses wait", Of(LedgerLeases.Postpone), LedgerLeases.Postpone.Arrays([.. Ids.Select(id => (Status(id), Then))])) { Postgres = "pk_status_ledger", Sqlite = "sqlite_autoindex_status_ledger_1" },
        new("statuses are settled", Of(LedgerSettlement.Update), LedgerSettlement.Update.Arrays([.. Ids.Select(id => (Status(id), Status(id)))])) { Postgres = "pk_status_ledger", Sqlite = "sqlite_autoindex_status_ledger_1" },
        new("files of new assignments", UnitPosts.Showing, [Ids]) { Postgres = "ux_attachments_external", Sqlite = "ux_attachments_external" },
        new("reports by their ids", RowReader.StatementOf("reports", "*", "id"), [Ids]) { Postgres = "pk_reports", Sqlite = "sqlite_autoindex_reports_1" },
        new("clocks of reports", RowReader.StatementOf("report_clocks", "*", "report_id"), [Ids]) { Postgres = "pk_report_clocks", Sqlite = "sqlite_autoindex_report_clocks_1" },
        new("statuses that a report still has to tell", RowReader.StatementOf("status_ledger", "*", "report_id", LedgerQueue.Open), [Ids]) { Postgres = "ux_status_ledger_order", Sqlite = "ux_status_ledger_order" },
        new("what a channel is told of reports", OutboundStatuses.Telling, [Ids]) { Postgres = "pk_reports", Sqlite = "sqlite_autoindex_reports_1" },
        new("the version that a channel gave last", OutboundStatuses.Telling, [Ids]) { Postgres = "ux_status_ledger_order", Sqlite = "ux_status_ledger_order" },
        new("who is told", ReporterVault.Answering, [Ids, Ids]) { Postgres = "pk_vault_reporters", Sqlite = "sqlite_autoindex_vault_reporters_1" },
        new("which message is answered", ReporterVault.Answering, [Ids, Ids]) { Postgres = "ix_vault_fragments_report", Sqlite = "ix_vault_fragments_report" },
        new("circuits of channels", RowReader.StatementOf("channel_circuits", "*", "channel"), [Words]) { Postgres = "pk_channel_circuits", Sqlite = "sqlite_autoindex_channel_circuits_1" },
        new("what is left of allowances", RowReader.StatementOf("sync_budgets", "*", "name"), [Words]) { Postgres = "pk_sync_budgets", Sqlite = "sqlite_autoindex_sync_budgets_1" },
        new("bodies of messages that are swept", OutboxSweep.Bodies, [Ids, Ids]) { Postgres = "ix_unit_events_report", Sqlite = "sqlite_autoindex_unit_events_1" },
        new("whose messages have not left", UnitRedrive.Waiting, [Ids]) { Postgres = "pk_outbox", Sqlite = "sqlite_autoindex_outbox_1" },
        new("messages have left", OutboxSettlement.Gone, [Ids]) { Postgres = "pk_outbox", Sqlite = "sqlite_autoindex_outbox_1" },
    ];

    public override string ToString() => Name;

    private static SetStatement Of<T>(SetChange<T> change) => new(change.Many, change.Each);

    /// <summary>A status that is leased.</summary>
    internal static LedgerEntry Status(Guid id) => new()
    {
        Id = id,
        ReportId = id,
        Channel = "whatsapp",
        Sequence = 1,
        State = ReportState.Assigned,
        PublicNote = "",
        IsWordedByHub = true,
        OccurredAt = At,
        Outcome = LedgerOutcome.Pending,
        NextAt = At,
        LeaseToken = id,
    };

    private static ReportClock Clock(Guid report) => new()
    {
        ReportId = report,
        Channel = "whatsapp",
        Class = ReportClass.Complaint,
        Rules = "2018-01-01",
        Calendar = 1,
        Zone = "Asia/Jakarta",
        StartedAt = At,
        VerifyDue = At,
        VerifyAt = At,
        ResponseDue = At,
        ResponseAt = At,
        CompletionDue = At,
        CompletionAt = At,
        CloseDue = At,
        CloseAt = At,
        PausedAt = At,
        PausedMs = 1,
        NextAt = At,
        EndedAt = At,
        ClassAt = At,
        AnsweredAt = At,
    };
}
