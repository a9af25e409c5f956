using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace Hub.Router.Persistence.Migrations;

/// <summary>Column types are left to the engine, so that one migration serves both.</summary>
[DbContext(typeof(HubDbContext))]
[Migration("20261121000004_Vault")]
internal sealed class VaultTables : Migration
{
    protected override void Up(MigrationBuilder migrationBuilder)
    {
        migrationBuilder.CreateTable(
            "vault_reporters",
            table => new
            {
                @ref = table.Column<Guid>(nullable: false),
                channel = table.Column<string>(nullable: false),
                @sealed = table.Column<byte[]>(nullable: false),
                at = table.Column<DateTime>(nullable: false),
            },
            constraints: table => table.PrimaryKey("pk_vault_reporters", row => row.@ref));

        migrationBuilder.CreateTable(
            "vault_lookups",
            table => new
            {
                hash = table.Column<string>(nullable: false),
                @ref = table.Column<Guid>(nullable: false),
            },
            constraints: table => table.PrimaryKey("pk_vault_lookups", row => row.hash));

        migrationBuilder.CreateTable(
            "vault_fragments",
            table => new
            {
                id = table.Column<Guid>(nullable: false),
                report_id = table.Column<Guid>(nullable: false),
                kind = table.Column<string>(nullable: false),
                @sealed = table.Column<byte[]>(nullable: false),
            },
            constraints: table => table.PrimaryKey("pk_vault_fragments", row => row.id));
        migrationBuilder.CreateIndex("ix_vault_fragments_report", "vault_fragments", "report_id");
    }

    protected override void Down(MigrationBuilder migrationBuilder)
    {
        migrationBuilder.DropTable("vault_fragments");
        migrationBuilder.DropTable("vault_lookups");
        migrationBuilder.DropTable("vault_reporters");
    }
}
