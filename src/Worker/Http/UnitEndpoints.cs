using System.Text.Json;
using Hub.Contracts.Messages;
using Hub.Router.Units;
using Microsoft.AspNetCore.Http.Features;

namespace Hub.Worker.Http;

/// <summary>The unit API: a unit lists its reports, looks at one, says how it stands, and lays files down. Described at /openapi/units.json.</summary>
internal static class UnitEndpoints
{
    private const int LargestStatus = 64 * 1024;
    private const int MostItems = 500;
    private const int LongestKey = 200;

    public static void MapUnits(this WebApplication app)
    {
        // What routing refuses by itself comes as a problem with a word too.
        app.UseWhen(
            context => context.Request.Path.StartsWithSegments("/units"),
            units => units.UseStatusCodePages(refused => UnitProblem.Of(refused.HttpContext.Response.StatusCode).ExecuteAsync(refused.HttpContext)));

        var units = app.MapGroup("/units/{code}").AddEndpointFilter(UnitDoor.PassAsync).DescribeUnits();
        units.MapGet("/reports", ListAsync).DescribeList();
        units.MapGet("/reports/{id:guid}", FindAsync).DescribeFind();
        units.MapPost("/reports/{id:guid}/statuses", SayAsync).DescribeSay();
        units.MapUnitFiles();
        app.MapOpenApi("/openapi/{documentName}.json");
    }

    /// <returns>Null when there is none that can be used.</returns>
    public static string? IdempotencyKey(HttpRequest request) => request.Headers["Idempotency-Key"].ToString() is { Length: > 0 and <= LongestKey } key ? key : null;

    public static IResult NoKey() =>
        UnitProblem.Of("idempotency-key-missing", $"Send an Idempotency-Key of up to {LongestKey} characters, the same for every attempt of one call.");

    public static IResult NoReport() => UnitProblem.Of("no-such-report", "The unit has no such report.");

    private static async Task<IResult> ListAsync(string code, string? after, int? limit, UnitInbox inbox, CancellationToken cancellationToken)
    {
        if (limit is < 1 or > MostItems)
        {
            return UnitProblem.Of("bad-parameter", $"limit must be from 1 to {MostItems}.");
        }

        var (items, next) = await inbox.ListAsync(code, after, limit ?? 100, cancellationToken);
        return Results.Json(new UnitReportPage([.. items.Select(UnitReportShown.Of)], next), HttpJson.Options);
    }

    private static async Task<IResult> FindAsync(string code, Guid id, UnitInbox inbox, CancellationToken cancellationToken) =>
        await inbox.FindAsync(code, id, cancellationToken) is { } report ? Results.Json(UnitReportShown.Of(report), HttpJson.Options) : NoReport();

    private static async Task<IResult> SayAsync(string code, Guid id, HttpRequest request, UnitStatusDesk desk, CancellationToken cancellationToken)
    {
        if (IdempotencyKey(request) is not { } key)
        {
            return NoKey();
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
            return UnitProblem.Of("body-too-large", $"A status is at most {LargestStatus} bytes.");
        }
        catch (JsonException fault)
        {
            return UnitProblem.Of("body-unreadable", $"The body is not a status: {fault.Path ?? "$"} cannot be read.");
        }

        return status is null
            ? UnitProblem.Of("body-unreadable", "The body is empty.")
            : Answer(await desk.SayAsync(code, $"api|{key}", status with { ReportId = id, Unit = code }, cancellationToken), status);
    }

    private static IResult Answer(UnitStatusResult result, UnitStatus said) => result switch
    {
        UnitStatusResult.Taken taken => Results.Json(
            new UnitStatusTaken(taken.State, taken.IsHeld ? true : null, said.Attachments is { Count: > 0 } files ? new UnitFilesTold(files.Count, ShownToReporter: false) : null), HttpJson.Options, statusCode: StatusCodes.Status202Accepted),
        UnitStatusResult.NotAllowed refused => UnitProblem.Of("status-not-allowed", refused.Reason),
        UnitStatusResult.Unusable unusable => UnitProblem.Of("status-unusable", unusable.Reason),
        UnitStatusResult.OtherContent => UnitProblem.Of("idempotency-key-reused", "This Idempotency-Key came before with another body; use a new key."),
        _ => NoReport(),
    };
}
