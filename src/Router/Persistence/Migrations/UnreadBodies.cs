using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace Hub.Router.Persistence.Migrations;

/// <summary>What nobody has read stands in a small table of its own: a body is written once and never rewritten when it is read.</summary>
[DbContext(typeof(HubDbContext))]
[Migration("20261124000001_UnreadBodies")]
internal sealed class UnreadBodies : Migration
{
    protected override void Up(MigrationBuilder migrationBuilder)
    {
        migrationBuilder.CreateTable(
            "unread_bodies",
            table => new
            {
                raw_id = table.Column<Guid>(nullable: false),
                channel = table.Column<string>(nullable: false),
                received_at = table.Column<DateTime>(nullable: false),
            },
            constraints: table => table.PrimaryKey("pk_unread_bodies", row => row.raw_id));
        migrationBuilder.Sql("INSERT INTO unread_bodies (raw_id, channel, received_at) SELECT id, channel, received_at FROM raw_bodies WHERE read_at IS NULL");
        migrationBuilder.DropIndex("ix_raw_bodies_unread", "raw_bodies");
        migrationBuilder.Sql("ALTER TABLE raw_bodies DROP COLUMN read_at");
    }

    protected override void Down(MigrationBuilder migrationBuilder)
    {
        migrationBuilder.AddColumn<DateTime>("read_at", "raw_bodies", nullable: true);
        migrationBuilder.Sql("UPDATE raw_bodies SET read_at = received_at WHERE id NOT IN (SELECT raw_id FROM unread_bodies)");
        migrationBuilder.CreateIndex("ix_raw_bodies_unread", "raw_bodies", "received_at", filter: "read_at IS NULL");
        migrationBuilder.DropTable("unread_bodies");
    }
}
