using Hub.Router.Intake;
using Hub.Router.Intake.Quarantine;

namespace Hub.Worker.Http;

/// <summary>The quarantine at the operations API: the same desk as the command line, one entry at a time.</summary>
internal static class QuarantineEndpoints
{
    private const int MostItems = 1000;

    public static void MapQuarantine(this RouteGroupBuilder operations)
    {
        operations.MapGet("/quarantine", ListAsync);
        operations.MapGet("/quarantine/{id:guid}", async (Guid id, QuarantineDesk desk, CancellationToken cancellationToken) =>
            await desk.FindAsync(id, cancellationToken) is { } entry ? Results.Json(entry, HttpJson.Options) : NoEntry(id));
        operations.MapPost("/quarantine/{id:guid}/retry", RetryAsync);
        operations.MapPost("/quarantine/{id:guid}/discard", DiscardAsync);
    }

    private static async Task<IResult> ListAsync([AsParameters] Listing listing, QuarantineDesk desk, CancellationToken cancellationToken)
    {
        if (listing.Limit is < 1 or > MostItems)
        {
            return Results.Problem($"limit must be from 1 to {MostItems}.", statusCode: StatusCodes.Status400BadRequest);
        }

        var limit = listing.Limit ?? 100;
        var query = new QuarantineQuery(listing.Channel, listing.Code) { All = listing.All ?? false };
        var items = await desk.ListAsync(query, listing.After, limit, cancellationToken);
        return Results.Json(new { total = await desk.CountAsync(query, cancellationToken), items, next = items.Count < limit ? (Guid?)null : items[^1].Id }, HttpJson.Options);
    }

    private static async Task<IResult> RetryAsync(Guid id, Wish wish, QuarantineDesk desk, CancellationToken cancellationToken)
    {
        if (string.IsNullOrWhiteSpace(wish.By))
        {
            return Results.Problem("by is required.", statusCode: StatusCodes.Status400BadRequest);
        }

        return await desk.RetryAsync(id, wish.By, cancellationToken) switch
        {
            RetryResult.Done done => Results.Json(new { id, settled = done.How }, HttpJson.Options),
            RetryResult.SettledBefore => Results.Json(new { id, settled = "before" }, HttpJson.Options),
            RetryResult.StillFails fails => Results.Problem(fails.Reason, title: fails.Code, statusCode: StatusCodes.Status409Conflict),
            _ => NoEntry(id),
        };
    }

    private static async Task<IResult> DiscardAsync(Guid id, Wish wish, QuarantineDesk desk, CancellationToken cancellationToken)
    {
        if (string.IsNullOrWhiteSpace(wish.By) || string.IsNullOrWhiteSpace(wish.Reason))
        {
            return Results.Problem("by and reason are required.", statusCode: StatusCodes.Status400BadRequest);
        }

        return await desk.DiscardAsync(id, (wish.By, wish.Reason), cancellationToken) switch
        {
            DiscardResult.Done => Results.Json(new { id, settled = "discarded" }, HttpJson.Options),
            DiscardResult.SettledBefore => Results.Json(new { id, settled = "before" }, HttpJson.Options),
            _ => NoEntry(id),
        };
    }

    private static IResult NoEntry(Guid id) => Results.Problem($"There is no quarantine entry {id}.", statusCode: StatusCodes.Status404NotFound);

    private sealed record Listing(string? Channel, string? Code, bool? All, Guid? After, int? Limit);

    private sealed record Wish(string? By, string? Reason);
}
