using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace Hub.Router.Persistence.Migrations;

/// <summary>Answers that wait for approval, reports that go on under others, and reopenings. Column types are left to the engine, so that one migration serves both.</summary>
[DbContext(typeof(HubDbContext))]
[Migration("20261122102000_Answers")]
internal sealed class AnswerTables : Migration
{
    protected override void Up(MigrationBuilder migrationBuilder)
    {
        migrationBuilder.CreateTable(
            "answers_held",
            table => new
            {
                id = table.Column<Guid>(nullable: false),
                report_id = table.Column<Guid>(nullable: false),
                unit = table.Column<string>(nullable: false),
                event_id = table.Column<string>(nullable: false),
                state = table.Column<string>(nullable: false),
                public_note = table.Column<string>(nullable: false),
                line = table.Column<string>(nullable: false),
                said_at = table.Column<DateTime>(nullable: false),
                held_at = table.Column<DateTime>(nullable: false),
                outcome = table.Column<string>(nullable: false),
                decided_at = table.Column<DateTime>(nullable: true),
                decided_by = table.Column<string>(nullable: true),
                decided_why = table.Column<string>(nullable: true),
            },
            constraints: table => table.PrimaryKey("pk_answers_held", row => row.id));
        migrationBuilder.CreateIndex("ix_answers_held_waiting", "answers_held", "held_at", filter: "outcome = 'Waiting'");
        migrationBuilder.CreateIndex("ix_answers_held_report", "answers_held", "report_id");

        migrationBuilder.CreateTable(
            "report_merges",
            table => new
            {
                report_id = table.Column<Guid>(nullable: false),
                at = table.Column<DateTime>(nullable: false),
                into_id = table.Column<Guid>(nullable: false),
                by = table.Column<string>(nullable: false),
                reason = table.Column<string>(nullable: false),
                state_before = table.Column<string>(nullable: false),
                state_at_before = table.Column<DateTime>(nullable: false),
                reason_before = table.Column<string>(nullable: true),
                undone_at = table.Column<DateTime>(nullable: true),
                undone_by = table.Column<string>(nullable: true),
            },
            constraints: table => table.PrimaryKey("pk_report_merges", row => new { row.report_id, row.at }));
        migrationBuilder.CreateIndex("ux_report_merges_open", "report_merges", "report_id", unique: true, filter: "undone_at IS NULL");
        migrationBuilder.CreateIndex("ix_report_merges_into", "report_merges", "into_id", filter: "undone_at IS NULL");

        migrationBuilder.CreateTable(
            "reopenings",
            table => new
            {
                report_id = table.Column<Guid>(nullable: false),
                at = table.Column<DateTime>(nullable: false),
                ended = table.Column<string>(nullable: false),
                ended_at = table.Column<DateTime>(nullable: false),
                how = table.Column<string>(nullable: false),
                by = table.Column<string>(nullable: false),
                in_window = table.Column<bool>(nullable: false),
            },
            constraints: table => table.PrimaryKey("pk_reopenings", row => new { row.report_id, row.at }));
    }

    protected override void Down(MigrationBuilder migrationBuilder)
    {
        migrationBuilder.DropTable("reopenings");
        migrationBuilder.DropTable("report_merges");
        migrationBuilder.DropTable("answers_held");
    }
}
