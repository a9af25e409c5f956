using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace Hub.Router.Persistence.Migrations;

/// <summary>
/// An index that ends in the id tempts the planner of a store whose outbox was empty a moment ago: it walks the whole of it to
/// find messages by their ids. And the key of an item decides what is a twin; the same words need no second index at the report.
/// </summary>
[DbContext(typeof(HubDbContext))]
[Migration("20261125000001_LeanIndexes")]
internal sealed class LeanIndexes : Migration
{
    protected override void Up(MigrationBuilder migrationBuilder)
    {
        migrationBuilder.DropIndex("ix_outbox_next", "outbox");
        migrationBuilder.DropIndex("ix_outbox_order", "outbox");
        migrationBuilder.CreateIndex("ix_outbox_next", "outbox", "next_at");
        migrationBuilder.CreateIndex("ix_outbox_order", "outbox", ["order_key", "sequence"]);
        migrationBuilder.DropIndex("ux_reports_external", "reports");
    }

    protected override void Down(MigrationBuilder migrationBuilder)
    {
        migrationBuilder.CreateIndex("ux_reports_external", "reports", ["channel", "account", "external_id"], unique: true);
        migrationBuilder.DropIndex("ix_outbox_order", "outbox");
        migrationBuilder.DropIndex("ix_outbox_next", "outbox");
        migrationBuilder.CreateIndex("ix_outbox_next", "outbox", ["next_at", "id"]);
        migrationBuilder.CreateIndex("ix_outbox_order", "outbox", ["order_key", "sequence", "id"]);
    }
}
