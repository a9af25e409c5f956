using Hub.Router.Answers;
using Hub.Router.StatusSync;

namespace Hub.Worker.Http;

/// <summary>Answers that wait for approval, at the operations API: the same desk as the command line.</summary>
internal static class AnswerEndpoints
{
    private const int MostItems = 1000;

    public static void MapAnswers(this RouteGroupBuilder operations)
    {
        operations.MapGet("/answers", ListAsync);
        operations.MapGet("/answers/{id:guid}", async (Guid id, AnswerDesk desk, CancellationToken cancellationToken) =>
            await desk.FindAsync(id, cancellationToken) is { } line ? Results.Json(line, HttpJson.Options) : NoAnswer(id));
        operations.MapPost("/answers/{id:guid}/approve", async (Guid id, Wish wish, AnswerActs acts, CancellationToken cancellationToken) => string.IsNullOrWhiteSpace(wish.By)
            ? Results.Problem("by is required.", statusCode: StatusCodes.Status400BadRequest)
            : Answer(id, await acts.ApproveAsync(id, new OperatorWord(wish.By, wish.Reason ?? ""), cancellationToken)));
        operations.MapPost("/answers/{id:guid}/refuse", async (Guid id, Wish wish, AnswerActs acts, CancellationToken cancellationToken) => string.IsNullOrWhiteSpace(wish.By) || string.IsNullOrWhiteSpace(wish.Reason)
            ? Results.Problem("by and reason are required.", statusCode: StatusCodes.Status400BadRequest)
            : Answer(id, await acts.RefuseAsync(id, new OperatorWord(wish.By, wish.Reason), cancellationToken)));
    }

    private static async Task<IResult> ListAsync(bool? all, string? unit, int? limit, AnswerDesk desk, CancellationToken cancellationToken) => limit is < 1 or > MostItems
        ? Results.Problem($"limit must be from 1 to {MostItems}.", statusCode: StatusCodes.Status400BadRequest)
        : Results.Json(new { items = await desk.ListAsync(all ?? false, unit, limit ?? 100, cancellationToken), pulse = await desk.PulseAsync(cancellationToken) }, HttpJson.Options);

    private static IResult Answer(Guid id, AnswerResult result) => result switch
    {
        AnswerResult.Done done => Results.Json(new { id, number = done.Number, state = done.State }, HttpJson.Options),
        AnswerResult.DecidedBefore before => Results.Json(new { id, decided = before.Outcome }, HttpJson.Options),
        AnswerResult.Refused refused => Results.Problem(refused.Reason, statusCode: StatusCodes.Status409Conflict),
        _ => NoAnswer(id),
    };

    private static IResult NoAnswer(Guid id) => Results.Problem($"There is no answer {id}.", statusCode: StatusCodes.Status404NotFound);

    private sealed record Wish(string? By, string? Reason);
}
