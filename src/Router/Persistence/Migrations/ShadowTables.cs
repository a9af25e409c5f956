using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace Hub.Router.Persistence.Migrations;

/// <summary>What shadow rules think of decisions, and what a decision looked at once its report says something else.</summary>
[DbContext(typeof(HubDbContext))]
[Migration("20261123102000_Shadow")]
internal sealed class ShadowTables : Migration
{
    protected override void Up(MigrationBuilder migrationBuilder)
    {
        migrationBuilder.AddColumn<string>("facts", "assignments", nullable: true);
        migrationBuilder.CreateTable(
            "routing_shadow",
            table => new
            {
                id = table.Column<Guid>(nullable: false),
                report_id = table.Column<Guid>(nullable: false),
                at = table.Column<DateTime>(nullable: false),
                kind = table.Column<string>(nullable: false),
                rule_set = table.Column<string>(nullable: false),
                shadow_set = table.Column<string>(nullable: false),
                target = table.Column<string>(nullable: false),
                shadow_target = table.Column<string>(nullable: false),
                reason = table.Column<string>(nullable: true),
                explanation = table.Column<string>(nullable: true),
            },
            constraints: table => table.PrimaryKey("pk_routing_shadow", row => row.id));
    }

    protected override void Down(MigrationBuilder migrationBuilder)
    {
        migrationBuilder.DropTable("routing_shadow");
        migrationBuilder.DropColumn("facts", "assignments");
    }
}
