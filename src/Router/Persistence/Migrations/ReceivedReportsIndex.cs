using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace Hub.Router.Persistence.Migrations;

/// <summary>What waits for the rules by an index that says just that: SQLite uses a partial index only where the question repeats its words.</summary>
[DbContext(typeof(HubDbContext))]
[Migration("20261123000001_ReceivedReports")]
internal sealed class ReceivedReportsIndex : Migration
{
    protected override void Up(MigrationBuilder migrationBuilder)
    {
        migrationBuilder.CreateIndex("ix_reports_received", "reports", "updated_at", filter: "state = 'Received'");
        migrationBuilder.DropIndex("ix_reports_unrouted", "reports");
    }

    protected override void Down(MigrationBuilder migrationBuilder)
    {
        migrationBuilder.CreateIndex("ix_reports_unrouted", "reports", "updated_at", filter: "state IN ('Received', 'ReturnedByUnit')");
        migrationBuilder.DropIndex("ix_reports_received", "reports");
    }
}
