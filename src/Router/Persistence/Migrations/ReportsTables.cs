using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace Hub.Router.Persistence.Migrations;

/// <summary>Column types are left to the engine, so that one migration serves both.</summary>
[DbContext(typeof(HubDbContext))]
[Migration("20261121000002_Reports")]
internal sealed class ReportsTables : Migration
{
    protected override void Up(MigrationBuilder migrationBuilder)
    {
        migrationBuilder.CreateTable(
            "reports",
            table => new
            {
                id = table.Column<Guid>(nullable: false),
                number = table.Column<string>(nullable: false),
                channel = table.Column<string>(nullable: false),
                account = table.Column<string>(nullable: false),
                external_id = table.Column<string>(nullable: false),
                public_reference = table.Column<string>(nullable: true),
                content_version = table.Column<string>(nullable: true),
                state = table.Column<string>(nullable: false),
                version = table.Column<long>(nullable: false),
                @class = table.Column<string>(nullable: false),
                category = table.Column<string>(nullable: true),
                title = table.Column<string>(nullable: true),
                text = table.Column<string>(nullable: false),
                anonymous = table.Column<bool>(nullable: false),
                secret = table.Column<bool>(nullable: false),
                restricted = table.Column<bool>(nullable: false),
                place = table.Column<string>(nullable: true),
                reporter_ref = table.Column<Guid>(nullable: true),
                channel_word = table.Column<string>(nullable: true),
                unit = table.Column<string>(nullable: true),
                addressee = table.Column<string>(nullable: true),
                reason = table.Column<string>(nullable: true),
                received_at = table.Column<DateTime>(nullable: false),
                last_heard_at = table.Column<DateTime>(nullable: false),
                updated_at = table.Column<DateTime>(nullable: false),
                state_at = table.Column<DateTime>(nullable: false),
                raw_id = table.Column<Guid>(nullable: true),
            },
            constraints: table => table.PrimaryKey("pk_reports", row => row.id));
        migrationBuilder.CreateIndex("ux_reports_external", "reports", ["channel", "account", "external_id"], unique: true);
        migrationBuilder.CreateIndex("ux_reports_number", "reports", "number", unique: true);
        migrationBuilder.CreateIndex("ix_reports_unrouted", "reports", "updated_at", filter: "state IN ('Received', 'ReturnedByUnit')");
        migrationBuilder.CreateIndex("ix_reports_triage", "reports", "received_at", filter: "state = 'Triage'");
        migrationBuilder.CreateIndex("ix_reports_unit", "reports", ["unit", "id"]);
        migrationBuilder.CreateIndex("ix_reports_reporter", "reports", ["reporter_ref", "last_heard_at"]);

        migrationBuilder.CreateTable(
            "contributions",
            table => new
            {
                id = table.Column<Guid>(nullable: false),
                report_id = table.Column<Guid>(nullable: false),
                external_id = table.Column<string>(nullable: false),
                kind = table.Column<string>(nullable: false),
                text = table.Column<string>(nullable: false),
                occurred_at = table.Column<DateTime>(nullable: false),
                raw_id = table.Column<Guid>(nullable: true),
            },
            constraints: table => table.PrimaryKey("pk_contributions", row => row.id));
        migrationBuilder.CreateIndex("ix_contributions_report", "contributions", "report_id");

        migrationBuilder.CreateTable(
            "timeline",
            table => new
            {
                id = table.Column<Guid>(nullable: false),
                report_id = table.Column<Guid>(nullable: false),
                at = table.Column<DateTime>(nullable: false),
                kind = table.Column<string>(nullable: false),
                by = table.Column<string>(nullable: false),
                state = table.Column<string>(nullable: true),
                text = table.Column<string>(nullable: false),
            },
            constraints: table => table.PrimaryKey("pk_timeline", row => row.id));
        migrationBuilder.CreateIndex("ix_timeline_report", "timeline", ["report_id", "id"]);

        migrationBuilder.CreateTable(
            "assignments",
            table => new
            {
                id = table.Column<Guid>(nullable: false),
                report_id = table.Column<Guid>(nullable: false),
                on_version = table.Column<long>(nullable: false),
                outcome = table.Column<string>(nullable: false),
                unit = table.Column<string>(nullable: true),
                addressee = table.Column<string>(nullable: true),
                suggested_unit = table.Column<string>(nullable: true),
                confidence = table.Column<double>(nullable: false),
                reason = table.Column<string>(nullable: false),
                explanation = table.Column<string>(nullable: false),
                rule_set = table.Column<string>(nullable: false),
                by = table.Column<string>(nullable: false),
                at = table.Column<DateTime>(nullable: false),
            },
            constraints: table => table.PrimaryKey("pk_assignments", row => row.id));
        migrationBuilder.CreateIndex("ix_assignments_unit", "assignments", ["unit", "id"]);
        migrationBuilder.CreateIndex("ux_assignments_version", "assignments", ["report_id", "on_version"], unique: true);
    }

    protected override void Down(MigrationBuilder migrationBuilder)
    {
        migrationBuilder.DropTable("assignments");
        migrationBuilder.DropTable("timeline");
        migrationBuilder.DropTable("contributions");
        migrationBuilder.DropTable("reports");
    }
}
