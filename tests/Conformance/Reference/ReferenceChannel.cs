using System.Globalization;
using System.Net;
using System.Text;
using System.Text.Json.Nodes;

namespace Hub.Conformance.Reference;

/// <summary>The smallest channel that has every side: a feed, statuses with a log, and a token, all in memory.</summary>
internal sealed class ReferenceChannel : HttpMessageHandler
{
    public const string Secret = "rahasia-kanal-rujukan";

    private readonly Lock gate = new();
    private readonly Dictionary<string, SampleReport> reports = [];
    private readonly List<(string Report, string Operation, string Note)> entries = [];
    private string? token;

    public int TokensGranted { get; private set; }

    public static string IdOf(SampleReport report) => string.Create(CultureInfo.InvariantCulture, $"R-{report.Number:D5}");

    public static JsonObject Item(SampleReport report) => new()
    {
        ["id"] = IdOf(report),
        ["at"] = report.At.ToOffset(TimeSpan.FromHours(7)).ToString("O", CultureInfo.InvariantCulture),
        ["text"] = report.Text,
        ["status"] = "open",
        ["anonymous"] = report.Anonymous,
        ["secret"] = report.Secret,
        ["reporter"] = new JsonObject { ["name"] = SampleCitizen.Name, ["phone"] = SampleCitizen.Phone, ["email"] = SampleCitizen.Email },
    };

    public void File(SampleReport report)
    {
        lock (gate)
        {
            reports[IdOf(report)] = report;
        }
    }

    public IReadOnlyList<string> Shown(string report)
    {
        lock (gate)
        {
            return [.. entries.Where(entry => entry.Report == report).Select(entry => entry.Note)];
        }
    }

    public void ExpireTokens()
    {
        lock (gate)
        {
            token = null;
        }
    }

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        await Task.Yield();
        cancellationToken.ThrowIfCancellationRequested();
        var body = request.Content is null ? "" : await request.Content.ReadAsStringAsync(cancellationToken);
        lock (gate)
        {
            return request.RequestUri!.Segments switch
            {
                [_, "token"] => Grant(),
                _ when token is null || request.Headers.Authorization?.Parameter != token => new HttpResponseMessage(HttpStatusCode.Unauthorized),
                [_, "changes"] => Changes(request.RequestUri),
                [_, "ping"] => Json(new JsonObject { ["ok"] = true }),
                [_, _, var id, "statuses"] when request.Method == HttpMethod.Post => Take(id.TrimEnd('/'), JsonNode.Parse(body)!),
                [_, _, var id, "statuses"] => Log(id.TrimEnd('/')),
                _ => new HttpResponseMessage(HttpStatusCode.NotFound),
            };
        }
    }

    private HttpResponseMessage Grant()
    {
        TokensGranted++;
        token ??= string.Create(CultureInfo.InvariantCulture, $"token-rujukan-{TokensGranted}");
        return Json(new JsonObject { ["access_token"] = token });
    }

    private HttpResponseMessage Changes(Uri address)
    {
        var query = address.Query.TrimStart('?').Split('&').Select(pair => pair.Split('=')).ToDictionary(pair => pair[0], pair => pair[1]);
        var (since, after) = (long.Parse(query["since"], CultureInfo.InvariantCulture), query.GetValueOrDefault("after", "~"));
        var limit = int.Parse(query["limit"], CultureInfo.InvariantCulture);
        var rest = reports
            .Where(report => report.Value.At.UtcTicks > since || (report.Value.At.UtcTicks == since && string.CompareOrdinal(report.Key, after) > 0))
            .OrderBy(report => report.Value.At).ThenBy(report => report.Key, StringComparer.Ordinal)
            .ToList();

        return Json(new JsonObject { ["items"] = new JsonArray([.. rest.Take(limit).Select(report => Item(report.Value))]), ["has_more"] = rest.Count > limit });
    }

    private HttpResponseMessage Take(string report, JsonNode body)
    {
        if (!reports.ContainsKey(report))
        {
            return new HttpResponseMessage(HttpStatusCode.NotFound);
        }

        var (operation, note) = ((string)body["operation"]!, (string)body["note"]!);
        if (entries.All(entry => entry.Operation != operation))
        {
            entries.Add((report, operation, note));
        }

        return Json(new JsonObject { ["id"] = string.Create(CultureInfo.InvariantCulture, $"S-{entries.FindIndex(entry => entry.Operation == operation) + 1}") });
    }

    private HttpResponseMessage Log(string report) => Json(new JsonObject
    {
        ["items"] = new JsonArray([.. entries.Where(entry => entry.Report == report).Select(entry => new JsonObject { ["operation"] = entry.Operation, ["note"] = entry.Note })]),
    });

    private static HttpResponseMessage Json(JsonObject body) => new(HttpStatusCode.OK) { Content = new StringContent(body.ToJsonString(), Encoding.UTF8, "application/json") };
}
