using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Hub.Simulators.Sp4nLapor;

/// <summary>The interface of CHANNELS 6.1 over a desk.</summary>
internal sealed class Sp4nLaporApi(Sp4nLaporSetup setup, Sp4nLaporDesk desk)
{
    private const int LongestNote = 4000;
    private static readonly string[] Actions = ["verify", "dispose", "postpone", "not_authority", "archive"];

    private readonly Lock tokenGate = new();
    private string? token;
    private int tokens;

    public void Map(IEndpointRouteBuilder routes)
    {
        routes.MapPost("/oauth/token", TokenAsync);
        var reports = routes.MapGroup("/reports").AddEndpointFilter(async (call, next) => Entitled(call.HttpContext.Request) ? await next(call) : Results.Unauthorized());
        reports.MapGet("", (HttpRequest request) => Feed(request.Query));
        reports.MapGet("{id}", (string id) => desk.Open(id, setup.AgencyId) is { } report ? Results.Json(Report(report)) : Results.NotFound());
        reports.MapGet("{id}/followups", (string id, string? after) => desk.Open(id, setup.AgencyId) is { } report ? Log(report, after) : Results.NotFound());
        reports.MapPost("{id}/followups", (string id, JsonObject body) => Write(id, body, "followup", Text(body, "note")));
        reports.MapPost("{id}/actions", (string id, JsonObject body) => Write(id, body, Text(body, "action"), Text(body, "reason")));
    }

    public int TokensGranted => tokens;

    /// <summary>Tokens given so far end here, as if their time had run out.</summary>
    public void ExpireToken()
    {
        lock (tokenGate)
        {
            token = null;
        }
    }

    private bool Entitled(HttpRequest request) =>
        request.Headers["X-Api-Key"] == setup.ApiKey || (token is not null && request.Headers.Authorization == $"Bearer {token}");

    private async Task<IResult> TokenAsync(HttpRequest request)
    {
        var form = await request.ReadFormAsync(request.HttpContext.RequestAborted);
        if (form["client_id"] != setup.ClientId || form["client_secret"] != setup.ClientSecret)
        {
            return Results.Json(new { error = "invalid_client" }, statusCode: StatusCodes.Status401Unauthorized);
        }

        lock (tokenGate)
        {
            tokens++;
            token ??= string.Create(CultureInfo.InvariantCulture, $"token-{tokens}");
        }

        return Results.Json(new { access_token = token, token_type = "Bearer", expires_in = 3600 });
    }

    private IResult Feed(IQueryCollection query)
    {
        var limit = int.TryParse(query["limit"], NumberStyles.None, CultureInfo.InvariantCulture, out var wanted) ? Math.Clamp(wanted, 1, 500) : 100;
        var rows = desk.Feed(query["agency"].ToString(), Place(query["cursor"]));
        var page = rows.Take(limit).ToList();
        var items = page.Select(Report);
        return Results.Json(new
        {
            items = setup.Faults?.Disturb(items) ?? [.. items],
            next_cursor = page.Count > 0 ? Cursor(page[^1]) : query["cursor"].FirstOrDefault(),
            has_more = rows.Count > page.Count,
            server_time = Time(setup.Clock.GetUtcNow()),
        });
    }

    private IResult Log(Sp4nLaporReport report, string? after)
    {
        var entries = desk.Entries(report, long.TryParse(after, NumberStyles.None, CultureInfo.InvariantCulture, out var id) ? id : 0);
        return Results.Json(new
        {
            items = entries.Take(setup.LogPage).Select(entry => new
            {
                id = entry.Id.ToString(CultureInfo.InvariantCulture),
                at = Time(entry.At),
                by = entry.By,
                role = entry.Role,
                note = entry.Note,
                operation_id = entry.OperationId,
                action = entry.Action,
                addressee = entry.Addressee,
                status = entry.Status,
                attachments = Array.Empty<string>(),
            }),
            has_more = entries.Count > setup.LogPage,
        });
    }

    private IResult Write(string id, JsonObject body, string kind, string note)
    {
        var done = body["done"]?.GetValueKind() is JsonValueKind.True;
        var write = new Sp4nLaporWrite(default, id, Text(body, "operation_id"), kind, note, body["addressee"]?.ToString(), done, 0, Repeat: false);
        if (desk.Open(id, setup.AgencyId) is not { } report)
        {
            desk.Refuse(write, 404);
            return Results.NotFound();
        }

        if (Errors(write) is { Count: > 0 } errors)
        {
            desk.Refuse(write, 422);
            return Results.Json(new { code = "invalid", errors }, statusCode: 422);
        }

        var (answer, entry) = desk.Write(report, write);
        return answer is 201
            ? Results.Json(new { id = entry.ToString(CultureInfo.InvariantCulture), tracking_id = id, operation_id = write.OperationId }, statusCode: 201)
            : Results.Json(new { code = "illegal_state", status = report.Status }, statusCode: answer);
    }

    private static Dictionary<string, string[]> Errors(Sp4nLaporWrite write)
    {
        Dictionary<string, string[]> errors = [];
        if (write.OperationId.Length == 0)
        {
            errors["operation_id"] = ["wajib diisi"];
        }

        if (write.Kind is not "followup" && !Actions.Contains(write.Kind))
        {
            errors["action"] = ["tidak dikenal"];
        }

        if (write.Note.Trim().Length == 0 || write.Note.Length > LongestNote)
        {
            errors[write.Kind is "followup" ? "note" : "reason"] = [$"1 sampai {LongestNote} karakter"];
        }

        return errors;
    }

    private static object Report(Sp4nLaporReport report)
    {
        var submission = report.Submission;
        return new
        {
            tracking_id = report.TrackingId,
            created_at = Time(report.CreatedAt),
            updated_at = Time(report.UpdatedAt),
            title = submission.Title,
            content_initial = submission.Content,
            content_final = report.ContentFinal,
            classification = submission.Classification,
            category = new { id = "13", name = submission.Category, parent_id = "3", parent_name = submission.CategoryParent },
            anonymous = submission.Anonymous,
            secret = submission.Secret,
            source = submission.Source,
            disposed_agency = new { id = report.AgencyId, name = "Kementerian Pekerjaan Umum" },
            status = report.Status,
            status_reason = report.StatusReason,
            province = submission.Province,
            regency = submission.Regency,
            district = submission.District,
            lat = submission.Latitude,
            lon = submission.Longitude,
            reporter = submission.Anonymous ? null : new { name = submission.ReporterName, phone = submission.ReporterPhone, email = submission.ReporterEmail },
            attachments = submission.Attachments,
            support_count = 0,
        };
    }

    private static string Text(JsonObject body, string name) => body[name] is JsonValue value ? value.ToString() : "";

    private static string Cursor(Sp4nLaporReport last) =>
        Convert.ToBase64String(Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{last.UpdatedAt.UtcTicks}|{last.TrackingId}")));

    private static (DateTimeOffset At, string Id)? Place(string? cursor) =>
        string.IsNullOrEmpty(cursor) || Encoding.UTF8.GetString(Convert.FromBase64String(cursor)).Split('|') is not [var ticks, var id]
            ? null
            : (new DateTimeOffset(long.Parse(ticks, CultureInfo.InvariantCulture), TimeSpan.Zero), id);

    private static string Time(DateTimeOffset at) => at.ToOffset(TimeSpan.FromHours(7)).ToString("yyyy-MM-dd'T'HH:mm:ss.fffzzz", CultureInfo.InvariantCulture);
}
