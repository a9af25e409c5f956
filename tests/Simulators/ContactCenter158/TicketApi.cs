using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Hub.Simulators.ContactCenter158;

/// <summary>The vendor's endpoints (CHANNELS 3.5.3, 3.5.4).</summary>
internal sealed class TicketApi(TicketBook book, ChangeFeed feed, StatusDesk desk)
{
    private static readonly TimeSpan Wib = TimeSpan.FromHours(7);

    public void Map(IEndpointRouteBuilder routes)
    {
        var tickets = routes.MapGroup("/v1/tickets");
        tickets.MapGet("/changes", feed.Read);
        tickets.MapGet("", (string? external_ref) => ByReference(external_ref));
        tickets.MapGet("/{ticketNo}", Ticket);
        tickets.MapGet("/{ticketNo}/events", Events);
        tickets.MapGet("/{ticketNo}/attachments/{id}", Attachment);
        tickets.MapPost("/{ticketNo}/status-updates", desk.TakeAsync);
        routes.MapGet("/v1/codes", Codes);
        routes.MapGet("/v1/summary", (string? date) => Summary(date));
    }

    private IResult Ticket(string ticketNo, HttpResponse response)
    {
        if (book.Find(ticketNo) is not { } ticket)
        {
            return Unknown();
        }

        response.Headers.ETag = string.Create(CultureInfo.InvariantCulture, $"\"{ticket.Version}\"");
        return Answers.Json(TicketJson.Write(ticket));
    }

    private IResult Events(string ticketNo) =>
        book.Find(ticketNo) is null ? Unknown() : Answers.Json(new { TicketNo = ticketNo, Events = book.Events(ticketNo) });

    private IResult Attachment(string ticketNo, string id)
    {
        var named = book.Find(ticketNo)?.Attachments.FirstOrDefault(one => one.Id == id);
        return named is not null && book.File(ticketNo, id) is { } bytes ? Results.Bytes(bytes, named.MimeType) : Unknown();
    }

    private IResult ByReference(string? reference)
    {
        if (reference?.Split(':', 2) is not [var system, var id])
        {
            return Answers.Code(StatusCodes.Status400BadRequest, "bad_request");
        }

        var wanted = new ExternalRef(system, id);
        return Answers.Json(new { Items = book.All().Where(ticket => ticket.ExternalRefs.Contains(wanted)).Select(TicketJson.Write) });
    }

    private IResult Codes() => Answers.Json(new
    {
        Categories = book.All().Select(ticket => ticket.Category).OfType<Code>().Distinct().OrderBy(code => code.Value, StringComparer.Ordinal),
        ReportTypes = new[] { "complaint", "aspiration", "information_request", "other" },
    });

    /// <summary>The day's tickets by the vendor's calendar, with a hash that both sides can build (CHANNELS 3.5.3).</summary>
    private IResult Summary(string? date)
    {
        if (!DateOnly.TryParseExact(date, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day))
        {
            return Answers.Code(StatusCodes.Status400BadRequest, "bad_request");
        }

        var tickets = book.All().Where(ticket => DateOnly.FromDateTime(ticket.CreatedAt.ToOffset(Wib).Date) == day).ToList();
        var lines = tickets.Select(ticket => string.Create(CultureInfo.InvariantCulture, $"{ticket.TicketNo}:{ticket.Version}")).Order(StringComparer.Ordinal);
        return Answers.Json(new
        {
            Date = date,
            Tickets = tickets.Count,
            ByStatus = tickets.CountBy(ticket => ticket.Status).ToDictionary(),
            ByChannel = tickets.CountBy(ticket => ticket.Channel).ToDictionary(),
            Sha256 = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(string.Join('\n', lines)))),
        });
    }

    private static IResult Unknown() => Answers.Code(StatusCodes.Status404NotFound, "unknown_ticket");
}
