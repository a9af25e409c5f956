using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace Hub.Router.Persistence.Migrations;

/// <summary>Accountability reports count what a channel received in a period.</summary>
[DbContext(typeof(HubDbContext))]
[Migration("20261122104000_Figures")]
internal sealed class FiguresIndex : Migration
{
    protected override void Up(MigrationBuilder migrationBuilder) => migrationBuilder.CreateIndex("ix_reports_period", "reports", "received_at");

    protected override void Down(MigrationBuilder migrationBuilder) => migrationBuilder.DropIndex("ix_reports_period", "reports");
}
