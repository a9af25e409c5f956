using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace Hub.Router.Persistence.Migrations;

/// <summary>Reports whose messages are parked, by an index that holds nothing else: the measure of pressure leaves them out.</summary>
[DbContext(typeof(HubDbContext))]
[Migration("20261127000001_ParkedMessages")]
internal sealed class ParkedMessages : Migration
{
    protected override void Up(MigrationBuilder migrationBuilder) =>
        migrationBuilder.CreateIndex("ix_outbox_parked", "outbox", "order_key", filter: "parked_at IS NOT NULL");

    protected override void Down(MigrationBuilder migrationBuilder) => migrationBuilder.DropIndex("ix_outbox_parked", "outbox");
}
