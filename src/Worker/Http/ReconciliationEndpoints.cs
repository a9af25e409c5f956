using Hub.Router.Reconciliation;

namespace Hub.Worker.Http;

/// <summary>GET /operations/reconciliation: where channels and hub do not agree, and when each was compared last. Free of identity.</summary>
internal static class ReconciliationEndpoints
{
    private const int MostItems = 1000;

    public static void MapReconciliation(this IEndpointRouteBuilder routes) =>
        routes.MapGet("/operations/reconciliation", ListAsync).AddEndpointFilter(OperationsEndpoints.RequireKeyAsync);

    private static async Task<IResult> ListAsync(string? channel, int? limit, ReconciliationDesk desk, CancellationToken cancellationToken)
    {
        if (limit is < 1 or > MostItems)
        {
            return Results.Problem($"limit must be from 1 to {MostItems}.", statusCode: StatusCodes.Status400BadRequest);
        }

        return Results.Json(
            new
            {
                counts = await desk.CountAsync(cancellationToken),
                last = await desk.LastAsync(cancellationToken),
                findings = await desk.OpenAsync(channel, limit ?? MostItems, cancellationToken),
            },
            HttpJson.Options);
    }
}
