using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace Hub.Router.Persistence.Migrations;

/// <summary>Column types are left to the engine, so that one migration serves both.</summary>
[DbContext(typeof(HubDbContext))]
[Migration("20261122000005_Intake")]
internal sealed class WaitingTables : Migration
{
    protected override void Up(MigrationBuilder migrationBuilder)
    {
        migrationBuilder.CreateTable(
            "waiting_items",
            table => new
            {
                raw_id = table.Column<Guid>(nullable: false),
                account = table.Column<string>(nullable: false),
                external_id = table.Column<string>(nullable: false),
                channel = table.Column<string>(nullable: false),
                path = table.Column<string>(nullable: false),
                waits_for = table.Column<string>(nullable: false),
                occurred_at = table.Column<DateTime>(nullable: false),
                until = table.Column<DateTime>(nullable: false),
                again_at = table.Column<DateTime>(nullable: false),
                attempts = table.Column<int>(nullable: false),
            },
            constraints: table => table.PrimaryKey("pk_waiting_items", row => new { row.raw_id, row.account, row.external_id }));
        migrationBuilder.CreateIndex("ix_waiting_items_again", "waiting_items", "again_at");
        migrationBuilder.CreateIndex("ix_waiting_items_for", "waiting_items", ["channel", "waits_for"]);

        migrationBuilder.CreateTable(
            "arrivals",
            table => new
            {
                channel = table.Column<string>(nullable: false),
                hour = table.Column<DateTime>(nullable: false),
                count = table.Column<int>(nullable: false),
            },
            constraints: table => table.PrimaryKey("pk_arrivals", row => new { row.channel, row.hour }));

        // Counting arrivals and clearing the archive walk along time, never over the whole table.
        migrationBuilder.CreateIndex("ix_raw_bodies_received", "raw_bodies", "received_at");
        migrationBuilder.CreateIndex("ix_unit_deliveries_created", "unit_deliveries", "created_at");
        migrationBuilder.CreateIndex("ix_unit_messages_at", "unit_messages", "at");
    }

    protected override void Down(MigrationBuilder migrationBuilder)
    {
        migrationBuilder.DropIndex("ix_unit_messages_at", "unit_messages");
        migrationBuilder.DropIndex("ix_unit_deliveries_created", "unit_deliveries");
        migrationBuilder.DropIndex("ix_raw_bodies_received", "raw_bodies");
        migrationBuilder.DropTable("arrivals");
        migrationBuilder.DropTable("waiting_items");
    }
}
