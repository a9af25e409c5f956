using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace Hub.Router.Persistence.Migrations;

/// <summary>
/// A seal covers the leaves of writes, so that no history line is written twice. Seals from before stay as they are; the lines
/// under them are found by their number, which new lines do not have.
/// </summary>
[DbContext(typeof(HubDbContext))]
[Migration("20261126000001_AuditLeaves")]
internal sealed class AuditLeaves : Migration
{
    private static readonly string[] Audited = ["timeline", "operator_acts"];

    protected override void Up(MigrationBuilder migrationBuilder)
    {
        migrationBuilder.CreateTable(
            "audit_leaves",
            table => new
            {
                id = table.Column<Guid>(nullable: false),
                rows = table.Column<int>(nullable: false),
                hash = table.Column<string>(nullable: false),
                seal = table.Column<long>(nullable: true),
            },
            constraints: table => table.PrimaryKey("pk_audit_leaves", row => row.id));
        migrationBuilder.CreateIndex("ix_audit_leaves_seal", "audit_leaves", ["seal", "id"]);
        foreach (var table in Audited)
        {
            migrationBuilder.AddColumn<Guid>("leaf", table, nullable: true);
            migrationBuilder.DropIndex($"ix_{table}_seal", table);
            migrationBuilder.CreateIndex($"ix_{table}_seal", table, "seal", filter: "seal IS NOT NULL");
            migrationBuilder.CreateIndex($"ix_{table}_stray", table, "id", filter: "leaf IS NULL AND seal IS NULL");
        }
    }

    protected override void Down(MigrationBuilder migrationBuilder)
    {
        foreach (var table in Audited)
        {
            migrationBuilder.DropIndex($"ix_{table}_stray", table);
            migrationBuilder.DropIndex($"ix_{table}_seal", table);
            migrationBuilder.CreateIndex($"ix_{table}_seal", table, "seal");
            migrationBuilder.DropColumn("leaf", table);
        }

        migrationBuilder.DropTable("audit_leaves");
    }
}
