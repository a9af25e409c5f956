using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace Hub.Router.Persistence.Migrations;

/// <summary>Column types are left to the engine, so that one migration serves both.</summary>
[DbContext(typeof(HubDbContext))]
[Migration("20261121000001_Intake")]
internal sealed class IntakeTables : Migration
{
    protected override void Up(MigrationBuilder migrationBuilder)
    {
        migrationBuilder.CreateTable(
            "raw_bodies",
            table => new
            {
                id = table.Column<Guid>(nullable: false),
                channel = table.Column<string>(nullable: false),
                account = table.Column<string>(nullable: false),
                key = table.Column<string>(nullable: false),
                content_type = table.Column<string>(nullable: false),
                file_name = table.Column<string>(nullable: true),
                @sealed = table.Column<byte[]>(nullable: false),
                received_at = table.Column<DateTime>(nullable: false),
                read_at = table.Column<DateTime>(nullable: true),
            },
            constraints: table => table.PrimaryKey("pk_raw_bodies", row => row.id));
        migrationBuilder.CreateIndex("ux_raw_bodies_key", "raw_bodies", ["channel", "account", "key"], unique: true);
        migrationBuilder.CreateIndex("ix_raw_bodies_unread", "raw_bodies", "received_at", filter: "read_at IS NULL");

        migrationBuilder.CreateTable(
            "inbound_keys",
            table => new
            {
                channel = table.Column<string>(nullable: false),
                account = table.Column<string>(nullable: false),
                external_id = table.Column<string>(nullable: false),
                report_id = table.Column<Guid>(nullable: false),
                at = table.Column<DateTime>(nullable: false),
            },
            constraints: table => table.PrimaryKey("pk_inbound_keys", row => new { row.channel, row.account, row.external_id }));

        migrationBuilder.CreateTable(
            "quarantine",
            table => new
            {
                id = table.Column<Guid>(nullable: false),
                raw_id = table.Column<Guid>(nullable: true),
                channel = table.Column<string>(nullable: false),
                path = table.Column<string>(nullable: false),
                code = table.Column<string>(nullable: false),
                reason = table.Column<string>(nullable: false),
                at = table.Column<DateTime>(nullable: false),
                settled_at = table.Column<DateTime>(nullable: true),
                @sealed = table.Column<byte[]>(nullable: true),
            },
            constraints: table => table.PrimaryKey("pk_quarantine", row => row.id));
        migrationBuilder.CreateIndex("ux_quarantine_place", "quarantine", ["raw_id", "path", "code"], unique: true, filter: "raw_id IS NOT NULL");
        migrationBuilder.CreateIndex("ix_quarantine_open", "quarantine", "at", filter: "settled_at IS NULL");

        migrationBuilder.CreateTable(
            "poll_cursors",
            table => new
            {
                channel = table.Column<string>(nullable: false),
                account = table.Column<string>(nullable: false),
                value = table.Column<string>(nullable: true),
                fence = table.Column<long>(nullable: false),
                at = table.Column<DateTime>(nullable: false),
            },
            constraints: table => table.PrimaryKey("pk_poll_cursors", row => new { row.channel, row.account }));

        migrationBuilder.CreateTable(
            "leases",
            table => new
            {
                name = table.Column<string>(nullable: false),
                owner = table.Column<string>(nullable: false),
                fence = table.Column<long>(nullable: false),
                until = table.Column<DateTime>(nullable: false),
            },
            constraints: table => table.PrimaryKey("pk_leases", row => row.name));

        migrationBuilder.CreateTable(
            "counters",
            table => new
            {
                name = table.Column<string>(nullable: false),
                value = table.Column<long>(nullable: false),
            },
            constraints: table => table.PrimaryKey("pk_counters", row => row.name));

        migrationBuilder.CreateTable(
            "attachments",
            table => new
            {
                id = table.Column<Guid>(nullable: false),
                report_id = table.Column<Guid>(nullable: false),
                channel = table.Column<string>(nullable: false),
                account = table.Column<string>(nullable: false),
                external_id = table.Column<string>(nullable: false),
                media_type = table.Column<string>(nullable: false),
                file_name = table.Column<string>(nullable: true),
                size = table.Column<long>(nullable: true),
                sha256 = table.Column<string>(nullable: true),
                state = table.Column<string>(nullable: false),
                @sealed = table.Column<byte[]>(nullable: true),
                attempts = table.Column<int>(nullable: false),
                next_at = table.Column<DateTime>(nullable: false),
                fault = table.Column<string>(nullable: true),
            },
            constraints: table => table.PrimaryKey("pk_attachments", row => row.id));
        migrationBuilder.CreateIndex("ux_attachments_external", "attachments", ["report_id", "external_id"], unique: true);
        migrationBuilder.CreateIndex("ix_attachments_pending", "attachments", "next_at", filter: "state = 'Pending'");
    }

    protected override void Down(MigrationBuilder migrationBuilder)
    {
        migrationBuilder.DropTable("attachments");
        migrationBuilder.DropTable("counters");
        migrationBuilder.DropTable("leases");
        migrationBuilder.DropTable("poll_cursors");
        migrationBuilder.DropTable("quarantine");
        migrationBuilder.DropTable("inbound_keys");
        migrationBuilder.DropTable("raw_bodies");
    }
}
