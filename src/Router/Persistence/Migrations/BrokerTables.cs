using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace Hub.Router.Persistence.Migrations;

/// <summary>Column types are left to the engine, so that one migration serves both.</summary>
[DbContext(typeof(HubDbContext))]
[Migration("20261122000004_Broker")]
internal sealed class BrokerTables : Migration
{
    protected override void Up(MigrationBuilder migrationBuilder)
    {
        migrationBuilder.CreateTable(
            "unit_events",
            table => new
            {
                id = table.Column<Guid>(nullable: false),
                report_id = table.Column<Guid>(nullable: false),
                unit = table.Column<string>(nullable: false),
                sequence = table.Column<long>(nullable: false),
                body = table.Column<string>(nullable: false),
                created_at = table.Column<DateTime>(nullable: false),
                settles_at = table.Column<DateTime>(nullable: false),
                next_at = table.Column<DateTime>(nullable: false),
                resends = table.Column<int>(nullable: false),
            },
            constraints: table => table.PrimaryKey("pk_unit_events", row => row.id));
        migrationBuilder.CreateIndex("ix_unit_events_unit", "unit_events", ["unit", "id"]);
        migrationBuilder.CreateIndex("ix_unit_events_report", "unit_events", "report_id");
        migrationBuilder.CreateIndex("ix_unit_events_next", "unit_events", "next_at");
        migrationBuilder.CreateIndex("ix_unit_messages_report", "unit_messages", ["report_id", "unit", "at"]);

        migrationBuilder.AddColumn<int>("refusals", "outbox", nullable: false, defaultValue: 0);
        migrationBuilder.AddColumn<DateTime>("parked_at", "outbox", nullable: true);
    }

    protected override void Down(MigrationBuilder migrationBuilder)
    {
        migrationBuilder.DropColumn("parked_at", "outbox");
        migrationBuilder.DropColumn("refusals", "outbox");
        migrationBuilder.DropIndex("ix_unit_messages_report", "unit_messages");
        migrationBuilder.DropTable("unit_events");
    }
}
