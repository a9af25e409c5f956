using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace Hub.Router.Persistence.Migrations;

/// <summary>Column types are left to the engine, so that one migration serves both. Keys from before may do what they could do.</summary>
[DbContext(typeof(HubDbContext))]
[Migration("20261122103000_UnitInterfaces")]
internal sealed class UnitInterfaceTables : Migration
{
    protected override void Up(MigrationBuilder migrationBuilder)
    {
        migrationBuilder.AddColumn<string>("scopes", "unit_keys", nullable: false, defaultValue: "read,write");
        migrationBuilder.AddColumn<DateTime>("expires_at", "unit_keys", nullable: true);
        migrationBuilder.AddColumn<DateTime>("used_at", "unit_keys", nullable: true);
        migrationBuilder.CreateIndex("ix_unit_deliveries_unit", "unit_deliveries", ["unit", "created_at"]);

        migrationBuilder.CreateTable(
            "unit_webhooks",
            table => new
            {
                unit = table.Column<string>(nullable: false),
                failing_since = table.Column<DateTime>(nullable: true),
                disabled_at = table.Column<DateTime>(nullable: true),
                disabled_by = table.Column<string>(nullable: true),
                reason = table.Column<string>(nullable: true),
            },
            constraints: table => table.PrimaryKey("pk_unit_webhooks", row => row.unit));

        migrationBuilder.CreateTable(
            "unit_files",
            table => new
            {
                id = table.Column<Guid>(nullable: false),
                report_id = table.Column<Guid>(nullable: false),
                unit = table.Column<string>(nullable: false),
                key = table.Column<string>(nullable: false),
                media_type = table.Column<string>(nullable: false),
                file_name = table.Column<string>(nullable: true),
                size = table.Column<long>(nullable: false),
                sha256 = table.Column<string>(nullable: false),
                @sealed = table.Column<byte[]>(nullable: true),
                at = table.Column<DateTime>(nullable: false),
            },
            constraints: table => table.PrimaryKey("pk_unit_files", row => row.id));
        migrationBuilder.CreateIndex("ux_unit_files_key", "unit_files", ["unit", "key"], unique: true);
        migrationBuilder.CreateIndex("ix_unit_files_report", "unit_files", ["report_id", "unit"]);
    }

    protected override void Down(MigrationBuilder migrationBuilder)
    {
        migrationBuilder.DropTable("unit_files");
        migrationBuilder.DropTable("unit_webhooks");
        migrationBuilder.DropIndex("ix_unit_deliveries_unit", "unit_deliveries");
        migrationBuilder.DropColumn("used_at", "unit_keys");
        migrationBuilder.DropColumn("expires_at", "unit_keys");
        migrationBuilder.DropColumn("scopes", "unit_keys");
    }
}
