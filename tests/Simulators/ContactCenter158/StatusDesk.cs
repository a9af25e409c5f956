using System.Collections.Frozen;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace Hub.Simulators.ContactCenter158;

/// <summary>One status update that the vendor took from the hub.</summary>
/// <param name="Order">Place in the order of arrival, from 1.</param>
public sealed record ReceivedStatus(int Order, string TicketNo, string UpdateId, string Status, string PublicNote, int Version, DateTimeOffset ReceivedAt)
{
    public string? UnitCode { get; init; }

    public string? HubNumber { get; init; }

    /// <summary>The same key came again and the old answer was given; nothing happened.</summary>
    public bool IsReplay { get; init; }
}

/// <summary>Takes status updates: idempotent by key, conditional by version, within the allowed transitions (CHANNELS 3.5.2, 3.5.4).</summary>
internal sealed class StatusDesk(TicketBook book)
{
    private const int LongestNote = 4000;
    private static readonly TimeSpan KeyLife = TimeSpan.FromDays(7);

    private static readonly FrozenDictionary<string, int> Steps = new Dictionary<string, int>
    {
        ["new"] = 0,
        ["assigned"] = 1,
        ["in_progress"] = 2,
        ["waiting_citizen"] = 2,
        ["waiting_third_party"] = 2,
        ["resolved"] = 3,
        ["rejected"] = 3,
        ["closed"] = 4,
        ["duplicate"] = 4,
        ["cancelled"] = 4,
    }.ToFrozenDictionary();

    private readonly Dictionary<string, (string BodyHash, ReceivedStatus Status)> keys = [];
    private readonly List<ReceivedStatus> ledger = [];

    /// <summary>By update id and ticket: answered like every other, and lost.</summary>
    public Func<string, string, bool> Swallows { get; set; } = (_, _) => false;

    public IReadOnlyList<ReceivedStatus> Ledger()
    {
        lock (book.Gate)
        {
            return [.. ledger];
        }
    }

    /// <summary>Updates that took effect more than once; there must be none.</summary>
    public IReadOnlyList<string> Doubles() =>
        [.. Ledger().Where(one => !one.IsReplay).GroupBy(one => one.UpdateId).Where(group => group.Count() > 1).Select(group => group.Key)];

    public async Task<IResult> TakeAsync(string ticketNo, HttpRequest request)
    {
        using var buffer = new MemoryStream();
        await request.Body.CopyToAsync(buffer, request.HttpContext.RequestAborted);
        var body = buffer.ToArray();
        var key = request.Headers["Idempotency-Key"].ToString();
        if (key.Length is 0 || Update.TryRead(body) is not { } update)
        {
            return Answers.Code(StatusCodes.Status400BadRequest, key.Length is 0 ? "idempotency_key_missing" : "bad_body");
        }

        lock (book.Gate)
        {
            return book.Find(ticketNo) is not { IsDeleted: false } ticket
                ? Answers.Code(StatusCodes.Status404NotFound, "unknown_ticket")
                : Replay(key, ticketNo, body) ?? Refuse(ticket, update, request.Headers.IfMatch.ToString()) ?? Swallow(ticket, update) ?? Apply(ticket, update, key, body);
        }
    }

    private IResult? Replay(string key, string ticketNo, byte[] body)
    {
        if (!keys.TryGetValue(key, out var known) || book.Now - known.Status.ReceivedAt > KeyLife)
        {
            return null;
        }

        if (known.BodyHash != Hash(ticketNo, body))
        {
            return Answers.Code(StatusCodes.Status409Conflict, "idempotency_conflict");
        }

        ledger.Add(known.Status with { Order = ledger.Count + 1, IsReplay = true });
        return Receipt(known.Status);
    }

    private IResult? Swallow(Ticket ticket, Update update) => Swallows(update.UpdateId, ticket.TicketNo)
        ? Answers.Json(new { ticket.TicketNo, Version = ticket.Version + 1, update.UpdateId })
        : null;

    private static IResult? Refuse(Ticket ticket, Update update, string ifMatch)
    {
        var version = ticket.Version.ToString(CultureInfo.InvariantCulture);
        if (ifMatch.Length > 0 && ifMatch != $"\"{version}\"")
        {
            return Answers.Json(new { Code = "version_moved", ticket.Version }, StatusCodes.Status412PreconditionFailed);
        }

        return WhyInvalid(ticket, update) is { } code ? Answers.Code(StatusCodes.Status422UnprocessableEntity, code) : null;
    }

    private static string? WhyInvalid(Ticket ticket, Update update)
    {
        if (!Steps.TryGetValue(update.Status, out var next))
        {
            return "unknown_status";
        }

        var now = Steps.GetValueOrDefault(ticket.Status, 2);
        var isReopening = ticket.Status is "resolved" && update.Status is "assigned" or "in_progress";
        if (now is 4 || (next < now && !isReopening))
        {
            return "illegal_transition";
        }

        return update switch
        {
            { Status: "rejected", StatusReason: null or "" } or { Status: "resolved", ResolutionText: null or "" } => "text_required",
            { PublicNote.Length: > LongestNote } or { StatusReason.Length: > LongestNote } or { ResolutionText.Length: > LongestNote } => "text_too_long",
            _ => null,
        };
    }

    private IResult Apply(Ticket ticket, Update update, string key, byte[] body)
    {
        var changed = book.Change(
            ticket.TicketNo,
            current => current with
            {
                Status = update.Status,
                VendorStatus = VendorWords.For(update.Status),
                StatusReason = update.StatusReason ?? current.StatusReason,
                ResolutionText = update.ResolutionText ?? current.ResolutionText,
                AssignedUnit = update.Unit ?? current.AssignedUnit,
                ExternalRefs = [.. current.ExternalRefs.Concat(update.ExternalRefs).Distinct()],
            },
            after => new TicketEvent(book.NextEventId(ticket.TicketNo), "status", after.UpdatedAt, "hub", after.Version, update.PublicNote, update.Status, update.UpdateId));

        var received = new ReceivedStatus(ledger.Count + 1, ticket.TicketNo, update.UpdateId, update.Status, update.PublicNote ?? "", changed.Version, changed.UpdatedAt)
        {
            UnitCode = update.Unit?.Value,
            HubNumber = update.ExternalRefs.FirstOrDefault(reference => reference.System is "hub")?.Id,
        };
        ledger.Add(received);
        keys[key] = (Hash(ticket.TicketNo, body), received);
        return Receipt(received);
    }

    private static IResult Receipt(ReceivedStatus status) => Answers.Json(new { status.TicketNo, status.Version, status.UpdateId });

    private static string Hash(string ticketNo, byte[] body) =>
        Convert.ToHexStringLower(SHA256.HashData([.. Encoding.UTF8.GetBytes(ticketNo), 0, .. body]));

    private sealed record Update(string UpdateId, string Status)
    {
        public string? PublicNote { get; init; }

        public string? StatusReason { get; init; }

        public string? ResolutionText { get; init; }

        public Code? Unit { get; init; }

        public IReadOnlyList<ExternalRef> ExternalRefs { get; init; } = [];

        public static Update? TryRead(byte[] body)
        {
            try
            {
                return JsonSerializer.Deserialize<Update>(body, TicketJson.Options) is { UpdateId.Length: > 0, Status.Length: > 0 } update ? update : null;
            }
            catch (JsonException)
            {
                return null;
            }
        }
    }
}

/// <summary>What the vendor's own screen calls a status.</summary>
internal static class VendorWords
{
    private static readonly FrozenDictionary<string, string> Words = new Dictionary<string, string>
    {
        ["new"] = "Baru",
        ["assigned"] = "Diteruskan ke unit",
        ["in_progress"] = "Sedang dikerjakan",
        ["waiting_citizen"] = "Menunggu pelapor",
        ["waiting_third_party"] = "Menunggu pihak lain",
        ["resolved"] = "Sudah dijawab",
        ["closed"] = "Ditutup",
        ["rejected"] = "Tidak dapat diproses",
        ["duplicate"] = "Digabung",
        ["cancelled"] = "Dibatalkan pelapor",
    }.ToFrozenDictionary();

    public static string For(string status) => Words.GetValueOrDefault(status, status);
}
