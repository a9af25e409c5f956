using System.Text;
using Hub.Router.Accountability;
using Hub.Router.Lifecycle;
using Hub.Worker.Cli;

namespace Hub.Worker.Http;

/// <summary>The accountability figures and the timeline of a report at the operations API. Free of identity.</summary>
internal static class AccountabilityEndpoints
{
    public static void MapAccountability(this RouteGroupBuilder operations)
    {
        operations.MapGet("/figures/{name}", FiguresAsync);
        operations.MapGet("/reports/{number}/timeline", async (string number, TimelineDesk desk, CancellationToken cancellationToken) =>
            await desk.FindAsync(number, cancellationToken) is { } timeline
                ? Results.Json(timeline, HttpJson.Options)
                : Results.Problem($"There is no report {number}.", statusCode: StatusCodes.Status404NotFound));
    }

    private static async Task<IResult> FiguresAsync(string name, [AsParameters] Asked asked, FigureDesk desk, CancellationToken cancellationToken)
    {
        if (!FigureDesk.Names.Contains(name))
        {
            return Results.Problem($"There is no such figure; use {string.Join(", ", FigureDesk.Names)}.", statusCode: StatusCodes.Status404NotFound);
        }

        if (asked.Format is not (null or "json" or "csv"))
        {
            return Results.Problem("format must be json or csv.", statusCode: StatusCodes.Status400BadRequest);
        }

        return await desk.AskAsync(new FigureAsk(name, asked.From, asked.To, asked.Unit, asked.By), cancellationToken) switch
        {
            FigureAnswer.Shown shown when asked.Format is "csv" => Results.File(Encoding.UTF8.GetBytes(FigureText.Csv(shown.Table, asked.Bom ?? false)), "text/csv; charset=utf-8", $"{name}.csv"),
            FigureAnswer.Shown shown => Results.Json(FigureText.Json(shown.Table), HttpJson.Options),
            FigureAnswer.Refused refused => Results.Problem(refused.Reason, statusCode: StatusCodes.Status400BadRequest),
            var other => throw new InvalidOperationException($"There is no answer for {other.GetType().Name}."),
        };
    }

    private sealed record Asked(string? From, string? To, string? Unit, string? By, string? Format, bool? Bom);
}
