using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace Hub.Router.Persistence.Migrations;

/// <summary>
/// The tables stay as they are, but from now on the body of a message to a unit stands in <c>unit_events</c> alone. A hub from before
/// takes events away whose messages still wait: it does not know this schema, and so does not start on it.
/// </summary>
[DbContext(typeof(HubDbContext))]
[Migration("20261129000001_BodiesOnce")]
internal sealed class BodiesOnce : Migration
{
    protected override void Up(MigrationBuilder migrationBuilder)
    {
        // Messages that wait have their bodies and keep them.
    }

    protected override void Down(MigrationBuilder migrationBuilder) => migrationBuilder.Sql(
        """
        UPDATE outbox SET content_type = 'application/cloudevents+json', body = (SELECT kept.body FROM unit_events AS kept WHERE kept.id = outbox.id)
        WHERE content_type = 'unit_events' AND EXISTS (SELECT 1 FROM unit_events AS kept WHERE kept.id = outbox.id)
        """);
}
