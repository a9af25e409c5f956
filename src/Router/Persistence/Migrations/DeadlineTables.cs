using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace Hub.Router.Persistence.Migrations;

/// <summary>Clocks of reports, what they brought about, and their pauses. Column types are left to the engine, so that one migration serves both.</summary>
[DbContext(typeof(HubDbContext))]
[Migration("20261122101000_Deadlines")]
internal sealed class DeadlineTables : Migration
{
    protected override void Up(MigrationBuilder migrationBuilder)
    {
        migrationBuilder.CreateTable(
            "report_clocks",
            table => new
            {
                report_id = table.Column<Guid>(nullable: false),
                channel = table.Column<string>(nullable: false),
                @class = table.Column<string>(name: "class", nullable: false),
                rules = table.Column<string>(nullable: false),
                calendar = table.Column<long>(nullable: false),
                zone = table.Column<string>(nullable: false),
                started_at = table.Column<DateTime>(nullable: false),
                verify_due = table.Column<DateTime>(nullable: true),
                verify_at = table.Column<DateTime>(nullable: true),
                response_due = table.Column<DateTime>(nullable: true),
                response_at = table.Column<DateTime>(nullable: true),
                completion_due = table.Column<DateTime>(nullable: true),
                completion_at = table.Column<DateTime>(nullable: true),
                close_due = table.Column<DateTime>(nullable: true),
                close_at = table.Column<DateTime>(nullable: true),
                paused_at = table.Column<DateTime>(nullable: true),
                paused_ms = table.Column<long>(nullable: false),
                next_at = table.Column<DateTime>(nullable: true),
                ended_at = table.Column<DateTime>(nullable: true),
                class_at = table.Column<DateTime>(nullable: true),
                answered_at = table.Column<DateTime>(nullable: true),
            },
            constraints: table => table.PrimaryKey("pk_report_clocks", row => row.report_id));

        // What is due next, oldest first; and what is open, by the calendar it was counted with.
        migrationBuilder.CreateIndex("ix_report_clocks_next", "report_clocks", ["next_at", "report_id"], filter: "next_at IS NOT NULL");
        migrationBuilder.CreateIndex("ix_report_clocks_open", "report_clocks", ["calendar", "report_id"], filter: "ended_at IS NULL");

        migrationBuilder.CreateTable(
            "deadline_acts",
            table => new
            {
                report_id = table.Column<Guid>(nullable: false),
                clock = table.Column<string>(nullable: false),
                step = table.Column<string>(nullable: false),
                due_at = table.Column<DateTime>(nullable: false),
                at = table.Column<DateTime>(nullable: false),
                target = table.Column<string>(nullable: true),
                late_by_days = table.Column<int>(nullable: false),
            },
            constraints: table => table.PrimaryKey("pk_deadline_acts", row => new { row.report_id, row.clock, row.step, row.due_at }));

        migrationBuilder.CreateTable(
            "clock_pauses",
            table => new
            {
                report_id = table.Column<Guid>(nullable: false),
                from_at = table.Column<DateTime>(nullable: false),
                to_at = table.Column<DateTime>(nullable: true),
                by = table.Column<string>(nullable: false),
                why = table.Column<string>(nullable: false),
            },
            constraints: table => table.PrimaryKey("pk_clock_pauses", row => new { row.report_id, row.from_at }));
    }

    protected override void Down(MigrationBuilder migrationBuilder)
    {
        migrationBuilder.DropTable("clock_pauses");
        migrationBuilder.DropTable("deadline_acts");
        migrationBuilder.DropTable("report_clocks");
    }
}
