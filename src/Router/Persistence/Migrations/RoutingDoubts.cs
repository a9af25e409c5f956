using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace Hub.Router.Persistence.Migrations;

/// <summary>Reports whose content changed while a unit had them, and that the rules would now give to another.</summary>
[DbContext(typeof(HubDbContext))]
[Migration("20261123103000_Returns")]
internal sealed class RoutingDoubts : Migration
{
    protected override void Up(MigrationBuilder migrationBuilder)
    {
        migrationBuilder.CreateTable(
            "routing_doubts",
            table => new
            {
                report_id = table.Column<Guid>(nullable: false),
                at = table.Column<DateTime>(nullable: false),
                unit = table.Column<string>(nullable: false),
                outcome = table.Column<string>(nullable: false),
                target = table.Column<string>(nullable: true),
                rule_set = table.Column<string>(nullable: false),
                settled_at = table.Column<DateTime>(nullable: true),
                settled_by = table.Column<string>(nullable: true),
            },
            constraints: table => table.PrimaryKey("pk_routing_doubts", row => row.report_id));
        migrationBuilder.CreateIndex("ix_routing_doubts_open", "routing_doubts", "at", filter: "settled_at IS NULL");
    }

    protected override void Down(MigrationBuilder migrationBuilder) => migrationBuilder.DropTable("routing_doubts");
}
