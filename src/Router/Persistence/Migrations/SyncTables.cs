using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace Hub.Router.Persistence.Migrations;

/// <summary>Column types are left to the engine, so that one migration serves both.</summary>
[DbContext(typeof(HubDbContext))]
[Migration("20261121000003_Sync")]
internal sealed class SyncTables : Migration
{
    protected override void Up(MigrationBuilder migrationBuilder)
    {
        migrationBuilder.CreateTable(
            "status_ledger",
            table => new
            {
                id = table.Column<Guid>(nullable: false),
                report_id = table.Column<Guid>(nullable: false),
                channel = table.Column<string>(nullable: false),
                sequence = table.Column<long>(nullable: false),
                state = table.Column<string>(nullable: false),
                public_note = table.Column<string>(nullable: false),
                is_worded_by_hub = table.Column<bool>(nullable: false),
                unit_code = table.Column<string>(nullable: true),
                addressee = table.Column<string>(nullable: true),
                occurred_at = table.Column<DateTime>(nullable: false),
                outcome = table.Column<string>(nullable: false),
                attempts = table.Column<int>(nullable: false),
                next_at = table.Column<DateTime>(nullable: false),
                unknown_since = table.Column<DateTime>(nullable: true),
                blind_repeats = table.Column<int>(nullable: false),
                lease_token = table.Column<Guid>(nullable: true),
                lease_until = table.Column<DateTime>(nullable: true),
                external_reference = table.Column<string>(nullable: true),
                external_version = table.Column<string>(nullable: true),
                receipt = table.Column<string>(nullable: true),
                fault = table.Column<string>(nullable: true),
                settled_at = table.Column<DateTime>(nullable: true),
            },
            constraints: table => table.PrimaryKey("pk_status_ledger", row => row.id));
        migrationBuilder.CreateIndex("ux_status_ledger_order", "status_ledger", ["report_id", "sequence"], unique: true);
        migrationBuilder.CreateIndex("ix_status_ledger_open", "status_ledger", "next_at", filter: "outcome IN ('Pending', 'Unknown')");
        migrationBuilder.CreateIndex("ix_status_ledger_reference", "status_ledger", "external_reference", filter: "external_reference IS NOT NULL");

        migrationBuilder.CreateTable(
            "outbox",
            table => new
            {
                id = table.Column<Guid>(nullable: false),
                queue = table.Column<string>(nullable: false),
                message_type = table.Column<string>(nullable: false),
                content_type = table.Column<string>(nullable: false),
                body = table.Column<string>(nullable: false),
                order_key = table.Column<Guid>(nullable: false),
                sequence = table.Column<long>(nullable: false),
                created_at = table.Column<DateTime>(nullable: false),
                attempts = table.Column<int>(nullable: false),
                next_at = table.Column<DateTime>(nullable: false),
                fault = table.Column<string>(nullable: true),
            },
            constraints: table => table.PrimaryKey("pk_outbox", row => row.id));
        migrationBuilder.CreateIndex("ix_outbox_next", "outbox", ["next_at", "id"]);
        migrationBuilder.CreateIndex("ix_outbox_order", "outbox", ["order_key", "sequence", "id"]);

        migrationBuilder.CreateTable(
            "unit_deliveries",
            table => new
            {
                id = table.Column<Guid>(nullable: false),
                report_id = table.Column<Guid>(nullable: false),
                unit = table.Column<string>(nullable: false),
                sequence = table.Column<long>(nullable: false),
                body = table.Column<string>(nullable: false),
                created_at = table.Column<DateTime>(nullable: false),
                attempts = table.Column<int>(nullable: false),
                next_at = table.Column<DateTime>(nullable: false),
                delivered_at = table.Column<DateTime>(nullable: true),
                refused_at = table.Column<DateTime>(nullable: true),
                fault = table.Column<string>(nullable: true),
            },
            constraints: table => table.PrimaryKey("pk_unit_deliveries", row => row.id));
        migrationBuilder.CreateIndex("ix_unit_deliveries_open", "unit_deliveries", "next_at", filter: "delivered_at IS NULL AND refused_at IS NULL");
        migrationBuilder.CreateIndex("ix_unit_deliveries_order", "unit_deliveries", ["report_id", "unit", "sequence"]);

        migrationBuilder.CreateTable(
            "unit_messages",
            table => new
            {
                unit = table.Column<string>(nullable: false),
                event_id = table.Column<string>(nullable: false),
                body_hash = table.Column<string>(nullable: false),
                report_id = table.Column<Guid>(nullable: false),
                answer = table.Column<string>(nullable: false),
                at = table.Column<DateTime>(nullable: false),
            },
            constraints: table => table.PrimaryKey("pk_unit_messages", row => new { row.unit, row.event_id }));

        migrationBuilder.CreateTable(
            "unit_keys",
            table => new
            {
                prefix = table.Column<string>(nullable: false),
                hash = table.Column<string>(nullable: false),
                unit = table.Column<string>(nullable: false),
                created_at = table.Column<DateTime>(nullable: false),
                revoked_at = table.Column<DateTime>(nullable: true),
            },
            constraints: table => table.PrimaryKey("pk_unit_keys", row => row.prefix));
        migrationBuilder.CreateIndex("ix_unit_keys_unit", "unit_keys", "unit");
    }

    protected override void Down(MigrationBuilder migrationBuilder)
    {
        migrationBuilder.DropTable("unit_keys");
        migrationBuilder.DropTable("unit_messages");
        migrationBuilder.DropTable("unit_deliveries");
        migrationBuilder.DropTable("outbox");
        migrationBuilder.DropTable("status_ledger");
    }
}
