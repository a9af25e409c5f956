using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace Hub.Router.Persistence.Migrations;

/// <summary>The working calendar with its history. Column types are left to the engine, so that one migration serves both.</summary>
[DbContext(typeof(HubDbContext))]
[Migration("20261122100000_Calendar")]
internal sealed class CalendarTables : Migration
{
    protected override void Up(MigrationBuilder migrationBuilder)
    {
        migrationBuilder.CreateTable(
            "calendar_days",
            table => new
            {
                added_in = table.Column<long>(nullable: false),
                day = table.Column<DateOnly>(nullable: false),
                name = table.Column<string>(nullable: false),
                kind = table.Column<string>(nullable: false),
                source = table.Column<string>(nullable: false),
                added_at = table.Column<DateTime>(nullable: false),
                added_by = table.Column<string>(nullable: false),
                removed_in = table.Column<long>(nullable: true),
                removed_at = table.Column<DateTime>(nullable: true),
                removed_by = table.Column<string>(nullable: true),
            },
            constraints: table => table.PrimaryKey("pk_calendar_days", row => new { row.added_in, row.day }));
        migrationBuilder.CreateIndex("ux_calendar_days_day", "calendar_days", "day", unique: true, filter: "removed_in IS NULL");
        migrationBuilder.CreateTable(
            "calendar_versions",
            table => new
            {
                version = table.Column<long>(nullable: false),
                at = table.Column<DateTime>(nullable: false),
                by = table.Column<string>(nullable: false),
                reason = table.Column<string>(nullable: false),
                digest = table.Column<string>(nullable: false),
            },
            constraints: table => table.PrimaryKey("pk_calendar_versions", row => row.version));
    }

    protected override void Down(MigrationBuilder migrationBuilder)
    {
        migrationBuilder.DropTable("calendar_versions");
        migrationBuilder.DropTable("calendar_days");
    }
}
