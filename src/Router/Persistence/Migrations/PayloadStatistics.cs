using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace Hub.Router.Persistence.Migrations;

/// <summary>
/// What is only carried (texts, bodies, seals) is asked for by no condition, so PostgreSQL need not sort samples of it to know how it
/// is distributed: on a busy day that was a twelfth of the store's work.
/// </summary>
[DbContext(typeof(HubDbContext))]
[Migration("20261128000001_PayloadStatistics")]
internal sealed class PayloadStatistics : Migration
{
    private static readonly (string Table, string[] Columns)[] Payloads =
    [
        ("raw_bodies", ["content_type", "file_name", "sealed"]),
        ("attachments", ["file_name", "sealed", "sha256"]),
        ("reports", ["title", "text", "place", "reason", "public_reference", "content_version"]),
        ("contributions", ["text"]),
        ("timeline", ["text"]),
        ("assignments", ["reason", "explanation"]),
        ("status_ledger", ["public_note", "addressee", "fault"]),
        ("outbox", ["body", "content_type", "message_type"]),
        ("unit_events", ["body"]),
        ("unit_deliveries", ["body", "fault"]),
        ("unit_messages", ["answer", "body_hash"]),
        ("audit_leaves", ["hash"]),
        ("vault_reporters", ["sealed"]),
        ("vault_fragments", ["sealed"]),
    ];

    protected override void Up(MigrationBuilder migrationBuilder) => Set(migrationBuilder, 0);

    protected override void Down(MigrationBuilder migrationBuilder) => Set(migrationBuilder, -1);

    /// <param name="statistics">How many values are kept of a column; -1 for what the server does by itself.</param>
    private void Set(MigrationBuilder migrationBuilder, int statistics)
    {
        if (ActiveProvider is not "Npgsql.EntityFrameworkCore.PostgreSQL")
        {
            return;
        }

        foreach (var (table, columns) in Payloads)
        {
            migrationBuilder.Sql($"ALTER TABLE {table} {string.Join(", ", columns.Select(column => $"ALTER COLUMN {column} SET STATISTICS {statistics}"))}");
        }
    }
}
