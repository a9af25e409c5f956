using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace Hub.Router.Persistence.Migrations;

/// <summary>Column types are left to the engine, so that one migration serves both.</summary>
[DbContext(typeof(HubDbContext))]
[Migration("20261122000003_StatusSync")]
internal sealed class StatusSyncTables : Migration
{
    protected override void Up(MigrationBuilder migrationBuilder)
    {
        migrationBuilder.CreateTable(
            "channel_circuits",
            table => new
            {
                channel = table.Column<string>(nullable: false),
                state = table.Column<string>(nullable: false),
                since = table.Column<DateTime>(nullable: false),
                retry_at = table.Column<DateTime>(nullable: false),
                probe = table.Column<Guid>(nullable: true),
                openings = table.Column<int>(nullable: false),
                successes = table.Column<int>(nullable: false),
                suspects = table.Column<string>(nullable: false),
                held_by = table.Column<string>(nullable: true),
                reason = table.Column<string>(nullable: true),
                version = table.Column<long>(nullable: false),
            },
            constraints: table => table.PrimaryKey("pk_channel_circuits", row => row.channel));

        migrationBuilder.CreateTable(
            "sync_budgets",
            table => new
            {
                name = table.Column<string>(nullable: false),
                full_at = table.Column<long>(nullable: false),
            },
            constraints: table => table.PrimaryKey("pk_sync_budgets", row => row.name));

        migrationBuilder.CreateTable(
            "audit_seals",
            table => new
            {
                number = table.Column<long>(nullable: false),
                at = table.Column<DateTime>(nullable: false),
                rows = table.Column<int>(nullable: false),
                hash = table.Column<string>(nullable: false),
            },
            constraints: table => table.PrimaryKey("pk_audit_seals", row => row.number));

        migrationBuilder.AddColumn<DateTime>("tried_at", "status_ledger", nullable: true);
        migrationBuilder.AddColumn<long>("seal", "timeline", nullable: true);
        migrationBuilder.AddColumn<long>("seal", "operator_acts", nullable: true);
        migrationBuilder.CreateIndex("ix_timeline_seal", "timeline", "seal");
        migrationBuilder.CreateIndex("ix_operator_acts_seal", "operator_acts", "seal");

        // One channel's backlog is not read for another, and what people look after is found without the told ones.
        migrationBuilder.DropIndex("ix_status_ledger_open", "status_ledger");
        migrationBuilder.CreateIndex("ix_status_ledger_due", "status_ledger", ["channel", "next_at"], filter: "outcome IN ('Pending', 'Unknown')");
        migrationBuilder.CreateIndex("ix_status_ledger_care", "status_ledger", ["channel", "outcome"], filter: "outcome IN ('Parked', 'Rejected')");
        migrationBuilder.CreateIndex("ix_status_ledger_lease", "status_ledger", ["channel", "lease_until"], filter: "lease_until IS NOT NULL");
    }

    protected override void Down(MigrationBuilder migrationBuilder)
    {
        migrationBuilder.DropIndex("ix_status_ledger_lease", "status_ledger");
        migrationBuilder.DropIndex("ix_status_ledger_care", "status_ledger");
        migrationBuilder.DropIndex("ix_status_ledger_due", "status_ledger");
        migrationBuilder.CreateIndex("ix_status_ledger_open", "status_ledger", "next_at", filter: "outcome IN ('Pending', 'Unknown')");
        migrationBuilder.DropIndex("ix_operator_acts_seal", "operator_acts");
        migrationBuilder.DropIndex("ix_timeline_seal", "timeline");
        migrationBuilder.DropColumn("seal", "operator_acts");
        migrationBuilder.DropColumn("seal", "timeline");
        migrationBuilder.DropColumn("tried_at", "status_ledger");
        migrationBuilder.DropTable("audit_seals");
        migrationBuilder.DropTable("sync_budgets");
        migrationBuilder.DropTable("channel_circuits");
    }
}
