using System.Text;
using Hub.Router.Persistence.Rows;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Microsoft.EntityFrameworkCore.Storage.ValueConversion;

namespace Hub.Router.Persistence;

/// <summary>Maps the rows for both engines. Rows are immutable: they are inserted and updated in sets, never tracked.</summary>
public sealed class HubDbContext(DbContextOptions<HubDbContext> options) : DbContext(options)
{
    private bool? hasArrays;

    /// <summary>Whether one parameter of this engine may be an array.</summary>
    internal bool HasArrays => hasArrays ??= Database.ProviderName is "Npgsql.EntityFrameworkCore.PostgreSQL";

    /// <summary>Statements of the write at hand that go to the store with its next one (<see cref="RoundTrips"/>); null outside a write, and where none crosses a wire.</summary>
    internal List<AskedStatement>? PutOff { get; set; }

    /// <summary>Whether the write at hand has told the store to keep the plans of what follows.</summary>
    internal bool PlansOnce { get; set; }

    /// <summary>What the write at hand has added to the history; null outside a write.</summary>
    internal LeafInMaking? Leaf { get; set; }

    /// <summary>Reports whose version the write at hand has raised; null outside a write.</summary>
    internal HashSet<Guid>? Raised { get; set; }

    protected override void ConfigureConventions(ModelConfigurationBuilder configurationBuilder)
    {
        // SQLite cannot compare DateTimeOffset and Npgsql wants UTC: instants are stored as UTC DateTime.
        configurationBuilder.Properties<DateTimeOffset>().HaveConversion<UtcConverter>();
        configurationBuilder.Properties<Enum>().HaveConversion<string>();
    }

    protected override void OnModelCreating(ModelBuilder modelBuilder)
    {
        modelBuilder.Entity<RawBody>(row => Table(row, "raw_bodies").HasIndex(raw => new { raw.Channel, raw.Account, raw.Key }).IsUnique());
        modelBuilder.Entity<UnreadMark>(row => Table(row, "unread_bodies").HasKey(mark => mark.RawId));
        modelBuilder.Entity<InboundKey>(row => Table(row, "inbound_keys").HasKey(key => new { key.Channel, key.Account, key.ExternalId }));
        modelBuilder.Entity<QuarantineEntry>(row => Table(row, "quarantine"));
        modelBuilder.Entity<PollCursor>(row => Table(row, "poll_cursors").HasKey(cursor => new { cursor.Channel, cursor.Account }));
        modelBuilder.Entity<Lease>(row => Table(row, "leases").HasKey(lease => lease.Name));
        modelBuilder.Entity<Counter>(row => Table(row, "counters").HasKey(counter => counter.Name));
        modelBuilder.Entity<Attachment>(row => Table(row, "attachments"));
        modelBuilder.Entity<WaitingItem>(row => Table(row, "waiting_items").HasKey(item => new { item.RawId, item.Account, item.ExternalId }));
        modelBuilder.Entity<ArrivalHour>(row => Table(row, "arrivals").HasKey(hour => new { hour.Channel, hour.Hour }));

        modelBuilder.Entity<Report>(row => Table(row, "reports"));
        modelBuilder.Entity<Contribution>(row => Table(row, "contributions"));
        modelBuilder.Entity<TimelineEntry>(row => Table(row, "timeline"));
        modelBuilder.Entity<ReportQuestion>(row => Table(row, "report_questions").HasKey(question => question.ReportId));
        modelBuilder.Entity<Assignment>(row => Table(row, "assignments").HasIndex(assignment => new { assignment.ReportId, assignment.OnVersion }).IsUnique());

        modelBuilder.Entity<ShadowDecision>(row => Table(row, "routing_shadow"));

        modelBuilder.Entity<LedgerEntry>(row => Table(row, "status_ledger").HasIndex(entry => new { entry.ReportId, entry.Sequence }).IsUnique());
        modelBuilder.Entity<OutboxMessage>(row => Table(row, "outbox"));
        modelBuilder.Entity<UnitEvent>(row => Table(row, "unit_events"));
        modelBuilder.Entity<UnitDelivery>(row => Table(row, "unit_deliveries"));
        modelBuilder.Entity<UnitMessage>(row => Table(row, "unit_messages").HasKey(message => new { message.Unit, message.EventId }));
        modelBuilder.Entity<UnitKey>(row => Table(row, "unit_keys").HasKey(key => key.Prefix));
        modelBuilder.Entity<UnitWebhook>(row => Table(row, "unit_webhooks").HasKey(webhook => webhook.Unit));
        modelBuilder.Entity<UnitFile>(row => Table(row, "unit_files").HasIndex(file => new { file.Unit, file.Key }).IsUnique());

        modelBuilder.Entity<ReportMerge>(row => Table(row, "report_merges").HasKey(merge => new { merge.ReportId, merge.At }));
        modelBuilder.Entity<Reopening>(row => Table(row, "reopenings").HasKey(reopening => new { reopening.ReportId, reopening.At }));
        modelBuilder.Entity<HeldAnswer>(row => Table(row, "answers_held"));

        modelBuilder.Entity<OperatorAct>(row => Table(row, "operator_acts"));
        modelBuilder.Entity<AuditLeaf>(row => Table(row, "audit_leaves"));
        modelBuilder.Entity<AuditSeal>(row => Table(row, "audit_seals").HasKey(seal => seal.Number));
        modelBuilder.Entity<ChannelCircuit>(row => Table(row, "channel_circuits").HasKey(circuit => circuit.Channel));
        modelBuilder.Entity<SyncBudget>(row => Table(row, "sync_budgets").HasKey(budget => budget.Name));

        modelBuilder.Entity<ReconciliationFinding>(row => Table(row, "reconciliation_findings").HasKey(finding => new { finding.Channel, finding.Account, finding.Subject }));
        modelBuilder.Entity<ReconciliationState>(row => Table(row, "reconciliation_states").HasKey(state => new { state.Channel, state.Account }));
        modelBuilder.Entity<StatusSighting>(row => Table(row, "status_sightings").HasKey(sighting => sighting.OperationId));

        modelBuilder.Entity<CalendarDay>(row => Table(row, "calendar_days").HasKey(day => new { day.AddedIn, day.Day }));
        modelBuilder.Entity<CalendarVersion>(row => Table(row, "calendar_versions").HasKey(version => version.Version));
        modelBuilder.Entity<ReportClock>(row => Table(row, "report_clocks").HasKey(clock => clock.ReportId));
        modelBuilder.Entity<DeadlineAct>(row => Table(row, "deadline_acts").HasKey(act => new { act.ReportId, act.Clock, act.Step, act.DueAt }));
        modelBuilder.Entity<ClockPause>(row => Table(row, "clock_pauses").HasKey(pause => new { pause.ReportId, pause.FromAt }));

        modelBuilder.Entity<RoutingDoubt>(row => Table(row, "routing_doubts").HasKey(doubt => doubt.ReportId));

        modelBuilder.Entity<VaultReporter>(row => Table(row, "vault_reporters").HasKey(reporter => reporter.Ref));
        modelBuilder.Entity<VaultLookup>(row => Table(row, "vault_lookups").HasKey(lookup => lookup.Hash));
        modelBuilder.Entity<VaultFragment>(row => Table(row, "vault_fragments"));
    }

    internal static string SnakeCase(string name)
    {
        var text = new StringBuilder(name.Length + 4);
        foreach (var letter in name)
        {
            if (char.IsUpper(letter) && text.Length > 0)
            {
                text.Append('_');
            }

            text.Append(char.ToLowerInvariant(letter));
        }

        return text.ToString();
    }

    private static EntityTypeBuilder<T> Table<T>(EntityTypeBuilder<T> row, string name)
        where T : class
    {
        row.ToTable(name);
        foreach (var property in typeof(T).GetProperties().Where(property => property.CanWrite))
        {
            row.Property(property.PropertyType, property.Name).HasColumnName(SnakeCase(property.Name)).ValueGeneratedNever();
        }

        return row;
    }

    private sealed class UtcConverter() : ValueConverter<DateTimeOffset, DateTime>(
        instant => instant.UtcDateTime,
        stored => new DateTimeOffset(DateTime.SpecifyKind(stored, DateTimeKind.Utc)));
}
