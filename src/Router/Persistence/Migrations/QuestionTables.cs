using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace Hub.Router.Persistence.Migrations;

/// <summary>The one question of each report. Column types are left to the engine, so that one migration serves both.</summary>
[DbContext(typeof(HubDbContext))]
[Migration("20261123101000_Questions")]
internal sealed class QuestionTables : Migration
{
    protected override void Up(MigrationBuilder migrationBuilder)
    {
        migrationBuilder.CreateTable(
            "report_questions",
            table => new
            {
                report_id = table.Column<Guid>(nullable: false),
                question = table.Column<string>(nullable: false),
                asked_at = table.Column<DateTime>(nullable: false),
                due_at = table.Column<DateTime>(nullable: false),
                answered_at = table.Column<DateTime>(nullable: true),
                unanswered_at = table.Column<DateTime>(nullable: true),
            },
            constraints: table => table.PrimaryKey("pk_report_questions", row => row.report_id));
        migrationBuilder.CreateIndex("ix_report_questions_due", "report_questions", "due_at", filter: "answered_at IS NULL AND unanswered_at IS NULL");
    }

    protected override void Down(MigrationBuilder migrationBuilder) => migrationBuilder.DropTable("report_questions");
}
