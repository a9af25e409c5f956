using System.Text.Json;
using System.Text.Json.Nodes;
using Hub.Contracts.Messages;
using Hub.Router.Units;
using Microsoft.AspNetCore.Http.Features;

namespace Hub.Worker.Http;

/// <summary>The unit API: a unit lists its reports, looks at one, and says how it stands. The unit comes from the key alone.</summary>
internal static class UnitEndpoints
{
    private const int LargestStatus = 64 * 1024;
    private const int MostItems = 500;

    public static void MapUnits(this IEndpointRouteBuilder routes)
    {
        var units = routes.MapGroup("/units/{code}").AddEndpointFilter(RequireOwnKeyAsync);
        units.MapGet("/reports", ListAsync);
        units.MapGet("/reports/{id:guid}", FindAsync);
        units.MapPost("/reports/{id:guid}/statuses", SayAsync);
    }

    private static async ValueTask<object?> RequireOwnKeyAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        var request = context.HttpContext.Request;
        var keys = context.HttpContext.RequestServices.GetRequiredService<UnitKeys>();
        var unit = await keys.UnitOfAsync(BearerKey.Of(request), context.HttpContext.RequestAborted);

        // Another unit's address looks like no address at all.
        return unit switch
        {
            null => Results.Problem("Send the unit's key as Authorization: Bearer hubu_….", statusCode: StatusCodes.Status401Unauthorized),
            _ when unit != request.RouteValues["code"] as string => Results.Problem("There is no such unit for this key.", statusCode: StatusCodes.Status404NotFound),
            _ => await next(context),
        };
    }

    private static async Task<IResult> ListAsync(string code, string? after, int? limit, UnitInbox inbox, CancellationToken cancellationToken)
    {
        if (limit is < 1 or > MostItems)
        {
            return Results.Problem($"limit must be from 1 to {MostItems}.", statusCode: StatusCodes.Status400BadRequest);
        }

        var (items, next) = await inbox.ListAsync(code, after, limit ?? 100, cancellationToken);
        return Results.Json(new { items = items.Select(Shown), next }, HttpJson.Options);
    }

    private static async Task<IResult> FindAsync(string code, Guid id, UnitInbox inbox, CancellationToken cancellationToken) =>
        await inbox.FindAsync(code, id, cancellationToken) is { } report ? Results.Json(Shown(report), HttpJson.Options) : NoReport();

    private static async Task<IResult> SayAsync(string code, Guid id, HttpRequest request, UnitStatusDesk desk, CancellationToken cancellationToken)
    {
        if (request.Headers["Idempotency-Key"].ToString() is not { Length: > 0 and <= 200 } key)
        {
            return Results.Problem("Send an Idempotency-Key of up to 200 characters, the same for every attempt of one status.", statusCode: StatusCodes.Status400BadRequest);
        }

        // The server ends a longer body itself, also one that does not say its length.
        request.HttpContext.Features.GetRequiredFeature<IHttpMaxRequestBodySizeFeature>().MaxRequestBodySize = LargestStatus;
        UnitStatus? status;
        try
        {
            status = await JsonSerializer.DeserializeAsync<UnitStatus>(request.Body, HttpJson.Options, cancellationToken);
        }
        catch (BadHttpRequestException fault) when (fault.StatusCode is StatusCodes.Status413PayloadTooLarge)
        {
            return Results.Problem($"A status is at most {LargestStatus} bytes.", statusCode: StatusCodes.Status413PayloadTooLarge);
        }
        catch (JsonException fault)
        {
            return Results.Problem($"The body is not a status: {fault.Path ?? "$"} cannot be read.", statusCode: StatusCodes.Status400BadRequest);
        }

        return status is null
            ? Results.Problem("The body is empty.", statusCode: StatusCodes.Status400BadRequest)
            : Answer(await desk.SayAsync(code, $"api|{key}", status with { ReportId = id, Unit = code }, cancellationToken));
    }

    private static IResult Answer(UnitStatusResult result) => result switch
    {
        UnitStatusResult.Taken taken => Results.Json(new { state = taken.State, held = taken.IsHeld ? true : (bool?)null }, HttpJson.Options, statusCode: StatusCodes.Status202Accepted),
        UnitStatusResult.NotAllowed refused => Results.Problem(refused.Reason, statusCode: StatusCodes.Status409Conflict),
        UnitStatusResult.Unusable unusable => Results.Problem(unusable.Reason, statusCode: StatusCodes.Status422UnprocessableEntity),
        UnitStatusResult.OtherContent => Results.Problem("This Idempotency-Key came before with another body; use a new key.", statusCode: StatusCodes.Status422UnprocessableEntity),
        _ => NoReport(),
    };

    private static IResult NoReport() => Results.Problem("The unit has no such report.", statusCode: StatusCodes.Status404NotFound);

    private static JsonObject Shown(UnitReport report)
    {
        var shown = JsonSerializer.SerializeToNode(report.Assignment, HttpJson.Options)!.AsObject();
        shown["state"] = report.State.ToString();
        shown["additions"] = JsonSerializer.SerializeToNode(report.Additions, HttpJson.Options);
        return shown;
    }
}
