using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace Hub.Router.Persistence.Migrations;

/// <summary>What waits in triage by the time of its last change, for the sweep that looks at each change once.</summary>
[DbContext(typeof(HubDbContext))]
[Migration("20261127000002_TouchedTriage")]
internal sealed class TouchedTriage : Migration
{
    protected override void Up(MigrationBuilder migrationBuilder) =>
        migrationBuilder.CreateIndex("ix_reports_touched", "reports", "updated_at", filter: "state = 'Triage'");

    protected override void Down(MigrationBuilder migrationBuilder) => migrationBuilder.DropIndex("ix_reports_touched", "reports");
}
