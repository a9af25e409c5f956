using System.Buffers.Text;
using System.Globalization;
using System.Text;

namespace Hub.Simulators.ContactCenter158;

/// <summary>Pages of the change feed and the life of their cursors (CHANNELS 3.5.3).</summary>
internal sealed class ChangeFeed(TicketBook book, FaultDial dial)
{
    private const int DefaultPage = 100;
    private const int LargestPage = 500;
    private static readonly TimeSpan CursorLife = TimeSpan.FromDays(30);

    private int generation;

    /// <summary>Every cursor given out so far is refused from now on.</summary>
    public void Expire() => Interlocked.Increment(ref generation);

    public IResult Read(HttpRequest request)
    {
        var limit = Limit(request.Query["limit"]);
        var start = Start(request.Query["cursor"], request.Query["since"]);
        if (limit is null || start.Refusal is 400)
        {
            return Answers.Code(StatusCodes.Status400BadRequest, "bad_request");
        }

        if (start.Refusal is 410)
        {
            return Answers.Code(StatusCodes.Status410Gone, "cursor_expired");
        }

        var page = book.After(start.Number, limit.Value);
        return Answers.Json(new
        {
            Items = dial.Disturb(page.Items).Select(TicketJson.Write),
            NextCursor = Write(page.Next),
            page.HasMore,
            ServerTime = book.Now,
        });
    }

    private static int? Limit(string? written) =>
        written is null ? DefaultPage
        : int.TryParse(written, NumberStyles.None, CultureInfo.InvariantCulture, out var limit) && limit is >= 1 and <= LargestPage ? limit
        : null;

    private Position Start(string? cursor, string? since)
    {
        if (cursor is not null)
        {
            return Read(cursor);
        }

        if (since is null)
        {
            return new Position(0);
        }

        return DateTimeOffset.TryParse(since, CultureInfo.InvariantCulture, DateTimeStyles.None, out var time)
            ? new Position(book.PositionAt(time))
            : new Position(0, 400);
    }

    private string Write(long position) => Base64Url.EncodeToString(Encoding.ASCII.GetBytes(
        string.Create(CultureInfo.InvariantCulture, $"{position}.{generation}.{book.Now.ToUnixTimeSeconds()}")));

    private Position Read(string cursor)
    {
        if (!Base64Url.IsValid(cursor)
            || Encoding.ASCII.GetString(Base64Url.DecodeFromChars(cursor)).Split('.') is not [var position, var made, var at]
            || !long.TryParse(position, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            || !long.TryParse(at, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds))
        {
            return new Position(0, 400);
        }

        var isOld = made != generation.ToString(CultureInfo.InvariantCulture) || book.Now - DateTimeOffset.FromUnixTimeSeconds(seconds) > CursorLife;
        return isOld ? new Position(0, 410) : new Position(number);
    }

    private readonly record struct Position(long Number, int? Refusal = null);
}

internal static class Answers
{
    public static IResult Json(object body, int status = StatusCodes.Status200OK) => Results.Json(body, TicketJson.Options, statusCode: status);

    public static IResult Code(int status, string code) => Json(new { Code = code }, status);
}
