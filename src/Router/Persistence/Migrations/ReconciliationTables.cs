using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace Hub.Router.Persistence.Migrations;

/// <summary>Column types are left to the engine, so that one migration serves both.</summary>
[DbContext(typeof(HubDbContext))]
[Migration("20261122000006_Reconciliation")]
internal sealed class ReconciliationTables : Migration
{
    protected override void Up(MigrationBuilder migrationBuilder)
    {
        migrationBuilder.CreateTable(
            "reconciliation_findings",
            table => new
            {
                channel = table.Column<string>(nullable: false),
                account = table.Column<string>(nullable: false),
                subject = table.Column<string>(nullable: false),
                @class = table.Column<string>(nullable: false),
                external_id = table.Column<string>(nullable: false),
                report_number = table.Column<string>(nullable: true),
                detail = table.Column<string>(nullable: false),
                what_to_do = table.Column<string>(nullable: false),
                first_seen_at = table.Column<DateTime>(nullable: false),
                last_seen_at = table.Column<DateTime>(nullable: false),
                repaired_at = table.Column<DateTime>(nullable: true),
                accepted_at = table.Column<DateTime>(nullable: true),
                settled_at = table.Column<DateTime>(nullable: true),
            },
            constraints: table => table.PrimaryKey("pk_reconciliation_findings", row => new { row.channel, row.account, row.subject }));
        migrationBuilder.CreateIndex("ix_reconciliation_findings_open", "reconciliation_findings", ["channel", "account", "last_seen_at"], filter: "settled_at IS NULL");

        migrationBuilder.CreateTable(
            "reconciliation_states",
            table => new
            {
                channel = table.Column<string>(nullable: false),
                account = table.Column<string>(nullable: false),
                at = table.Column<DateTime>(nullable: false),
                whole_at = table.Column<DateTime>(nullable: true),
                fault = table.Column<string>(nullable: true),
                next_at = table.Column<DateTime>(nullable: false),
            },
            constraints: table => table.PrimaryKey("pk_reconciliation_states", row => new { row.channel, row.account }));

        migrationBuilder.CreateTable(
            "status_sightings",
            table => new
            {
                operation_id = table.Column<Guid>(nullable: false),
                report_id = table.Column<Guid>(nullable: false),
                asked_at = table.Column<DateTime>(nullable: false),
                seen_at = table.Column<DateTime>(nullable: true),
                repeated_at = table.Column<DateTime>(nullable: true),
            },
            constraints: table => table.PrimaryKey("pk_status_sightings", row => row.operation_id));
        migrationBuilder.CreateIndex("ix_status_sightings_report", "status_sightings", "report_id");
    }

    protected override void Down(MigrationBuilder migrationBuilder)
    {
        migrationBuilder.DropTable("status_sightings");
        migrationBuilder.DropTable("reconciliation_states");
        migrationBuilder.DropTable("reconciliation_findings");
    }
}
