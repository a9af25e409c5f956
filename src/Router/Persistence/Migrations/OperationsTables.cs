using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace Hub.Router.Persistence.Migrations;

/// <summary>Column types are left to the engine, so that one migration serves both.</summary>
[DbContext(typeof(HubDbContext))]
[Migration("20261122000001_Operations")]
internal sealed class OperationsTables : Migration
{
    protected override void Up(MigrationBuilder migrationBuilder)
    {
        migrationBuilder.CreateTable(
            "operator_acts",
            table => new
            {
                id = table.Column<Guid>(nullable: false),
                at = table.Column<DateTime>(nullable: false),
                by = table.Column<string>(nullable: false),
                verb = table.Column<string>(nullable: false),
                subject = table.Column<string>(nullable: false),
                detail = table.Column<string>(nullable: false),
                count = table.Column<int>(nullable: false),
            },
            constraints: table => table.PrimaryKey("pk_operator_acts", row => row.id));
        migrationBuilder.CreateIndex("ix_operator_acts_at", "operator_acts", "at");
    }

    protected override void Down(MigrationBuilder migrationBuilder) => migrationBuilder.DropTable("operator_acts");
}
