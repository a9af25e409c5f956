using Hub.Contracts.Reports;
using Hub.Router.Lifecycle;
using Hub.Router.Routing;
using Microsoft.Extensions.Options;

namespace Hub.Worker.Http;

/// <summary>The operations API: reports, their whole story, counts, and the triage desk. Free of identity.</summary>
internal static class OperationsEndpoints
{
    private const int MostItems = 1000;

    public static void MapOperations(this IEndpointRouteBuilder routes)
    {
        var operations = routes.MapGroup("/operations").AddEndpointFilter(RequireKeyAsync);
        operations.MapGet("/reports", ListAsync);
        operations.MapGet("/reports/{number}", async (string number, ReportDesk desk, CancellationToken cancellationToken) =>
            await desk.FindAsync(number, cancellationToken) is { } story ? Results.Json(story, HttpJson.Options) : NoReport(number));
        operations.MapGet("/summary", async (ReportDesk desk, CancellationToken cancellationToken) => Results.Json(await desk.CountAsync(cancellationToken), HttpJson.Options));
        operations.MapPost("/triage/{number}", DecideAsync);

        // Made here and not at the first scrape, which would miss what was counted before it.
        var figures = routes.ServiceProvider.GetRequiredService<PrometheusText>();
        routes.MapGet("/metrics", () => Results.Text(figures.Write(), PrometheusText.ContentType)).AddEndpointFilter(RequireKeyAsync);
        operations.MapQuarantine();
        operations.MapAnswers();
        operations.MapAccountability();
    }

    /// <summary>For every group of calls that operations staff may make.</summary>
    public static async ValueTask<object?> RequireKeyAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        var options = context.HttpContext.RequestServices.GetRequiredService<IOptions<OperationsOptions>>().Value;
        return BearerKey.Matches(BearerKey.Of(context.HttpContext.Request), options.Key)
            ? await next(context)
            : Results.Problem("Send the operations key as Authorization: Bearer ….", statusCode: StatusCodes.Status401Unauthorized);
    }

    private static async Task<IResult> ListAsync(string? after, int? limit, ReportState? state, ReportDesk desk, CancellationToken cancellationToken)
    {
        if (limit is < 1 or > MostItems)
        {
            return Results.Problem($"limit must be from 1 to {MostItems}.", statusCode: StatusCodes.Status400BadRequest);
        }

        var (items, next) = await desk.ListAsync(after, limit ?? 100, state, cancellationToken);
        return Results.Json(new { items, next }, HttpJson.Options);
    }

    private static async Task<IResult> DecideAsync(string number, TriageDecision decision, TriageDesk desk, CancellationToken cancellationToken)
    {
        if (string.IsNullOrWhiteSpace(decision.Unit) || string.IsNullOrWhiteSpace(decision.By) || string.IsNullOrWhiteSpace(decision.Reason))
        {
            return Results.Problem("unit, by and reason are required.", statusCode: StatusCodes.Status400BadRequest);
        }

        return await desk.DecideAsync(number, decision.Unit, (decision.By, decision.Reason), cancellationToken) switch
        {
            TriageResult.Done done => Results.Json(new { number = done.Number, state = done.State }, HttpJson.Options),
            TriageResult.NoReport => NoReport(number),
            TriageResult.NoUnit none => Results.Problem(none.ToString(), statusCode: StatusCodes.Status422UnprocessableEntity),
            TriageResult.Refused refused => Results.Problem(refused.Reason, statusCode: StatusCodes.Status409Conflict),
            var other => throw new InvalidOperationException($"There is no answer for {other.GetType().Name}."),
        };
    }

    private static IResult NoReport(string number) => Results.Problem($"There is no report {number}.", statusCode: StatusCodes.Status404NotFound);

    private sealed record TriageDecision(string? Unit, string? By, string? Reason);
}
