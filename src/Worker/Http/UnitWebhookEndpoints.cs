using Hub.Router.Units;

namespace Hub.Worker.Http;

/// <summary>GET /operations/unit-webhooks: how the webhooks of units stand; neither addresses nor secrets.</summary>
internal static class UnitWebhookEndpoints
{
    public static void MapUnitWebhooks(this IEndpointRouteBuilder routes) =>
        routes.MapGet("/operations/unit-webhooks", async (UnitWebhookDesk desk, CancellationToken cancellationToken) =>
            Results.Json(new { items = await desk.ListAsync(cancellationToken) }, HttpJson.Options)).AddEndpointFilter(OperationsEndpoints.RequireKeyAsync);
}
