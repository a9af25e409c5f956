using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace Hub.Router.Persistence.Migrations;

/// <summary>Gives each assignment of a unit a place in its inbox; those from before get theirs in the order of their ids.</summary>
[DbContext(typeof(HubDbContext))]
[Migration("20261122000007_InboxPlaces")]
internal sealed class InboxPlaces : Migration
{
    protected override void Up(MigrationBuilder migrationBuilder)
    {
        migrationBuilder.AddColumn<long>("inbox_place", "assignments", nullable: true);
        migrationBuilder.Sql("UPDATE assignments SET inbox_place = (SELECT COUNT(*) FROM assignments earlier WHERE earlier.unit = assignments.unit AND earlier.id <= assignments.id) WHERE unit IS NOT NULL");
        migrationBuilder.Sql("INSERT INTO counters (name, value) SELECT 'unit-inbox-' || unit, MAX(inbox_place) FROM assignments WHERE unit IS NOT NULL GROUP BY unit");
        migrationBuilder.CreateIndex("ux_assignments_inbox", "assignments", ["unit", "inbox_place"], unique: true, filter: "inbox_place IS NOT NULL");
        migrationBuilder.DropIndex("ix_assignments_unit", "assignments");
    }

    protected override void Down(MigrationBuilder migrationBuilder)
    {
        migrationBuilder.CreateIndex("ix_assignments_unit", "assignments", ["unit", "id"]);
        migrationBuilder.DropIndex("ux_assignments_inbox", "assignments");
        migrationBuilder.DropColumn("inbox_place", "assignments");
        migrationBuilder.Sql("DELETE FROM counters WHERE name LIKE 'unit-inbox-%'");
    }
}
