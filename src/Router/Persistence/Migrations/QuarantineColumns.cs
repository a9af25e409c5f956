using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace Hub.Router.Persistence.Migrations;

/// <summary>What retry, edit and replay need. Column types are left to the engine, so that one migration serves both.</summary>
[DbContext(typeof(HubDbContext))]
[Migration("20261122000002_Quarantine")]
internal sealed class QuarantineColumns : Migration
{
    protected override void Up(MigrationBuilder migrationBuilder)
    {
        migrationBuilder.AddColumn<int>("attempts", "quarantine", nullable: false, defaultValue: 0);
        migrationBuilder.AddColumn<DateTime>("tried_at", "quarantine", nullable: true);
        migrationBuilder.AddColumn<string>("settled", "quarantine", nullable: true);
        migrationBuilder.AddColumn<string>("settled_by", "quarantine", nullable: true);
        migrationBuilder.AddColumn<string>("key", "quarantine", nullable: true);
        migrationBuilder.AddColumn<string>("sent_as", "quarantine", nullable: true);
        migrationBuilder.CreateIndex("ux_quarantine_key", "quarantine", ["channel", "key"], unique: true, filter: "key IS NOT NULL");

        // What units said wrongly is kept under its queue, so that it can be sent there again.
        migrationBuilder.Sql("UPDATE quarantine SET channel = 'hub.unit-status' WHERE channel = 'units'");

        migrationBuilder.AddColumn<Guid>("edit_of", "raw_bodies", nullable: true);
        migrationBuilder.CreateIndex("ix_raw_bodies_edits", "raw_bodies", "edit_of", filter: "edit_of IS NOT NULL");

        // Replay asks which reports a body made.
        migrationBuilder.CreateIndex("ix_reports_raw", "reports", "raw_id");
    }

    protected override void Down(MigrationBuilder migrationBuilder)
    {
        migrationBuilder.DropIndex("ix_reports_raw", "reports");
        migrationBuilder.DropIndex("ix_raw_bodies_edits", "raw_bodies");
        migrationBuilder.DropIndex("ux_quarantine_key", "quarantine");
        migrationBuilder.DropColumn("edit_of", "raw_bodies");
        foreach (var column in (string[])["sent_as", "key", "settled_by", "settled", "tried_at", "attempts"])
        {
            migrationBuilder.DropColumn(column, "quarantine");
        }
    }
}
