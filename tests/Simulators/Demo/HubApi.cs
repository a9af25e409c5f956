using System.Net;
using System.Net.Http.Headers;

namespace Hub.Simulators.Demo;

/// <summary>The hub's operations interface, as an operator's tool would use it.</summary>
internal sealed class HubApi : IDisposable
{
    private readonly HttpClient http;

    public HubApi(Uri hub, string key)
    {
        http = new HttpClient { BaseAddress = hub, Timeout = TimeSpan.FromSeconds(20) };
        http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", key);
    }

    /// <returns>Null when the hub does not answer now.</returns>
    public async Task<IReadOnlyList<HubReport>?> TryReportsAsync(CancellationToken cancellationToken)
    {
        try
        {
            return await ReportsAsync(cancellationToken);
        }
        catch (Exception silence) when (IsSilence(silence, cancellationToken))
        {
            return null;
        }
    }

    public async Task<bool> IsReadyAsync(CancellationToken cancellationToken)
    {
        try
        {
            using var response = await http.GetAsync("health/ready", cancellationToken);
            return response.IsSuccessStatusCode;
        }
        catch (Exception silence) when (IsSilence(silence, cancellationToken))
        {
            return false;
        }
    }

    public void Dispose() => http.Dispose();

    private async Task<IReadOnlyList<HubReport>> ReportsAsync(CancellationToken cancellationToken)
    {
        List<HubReport> all = [];
        string? after = null;
        do
        {
            var query = after is null ? "operations/reports?limit=500" : $"operations/reports?after={Uri.EscapeDataString(after)}&limit=500";
            var page = await http.GetFromJsonAsync<HubPage>(query, cancellationToken)
                ?? throw new InvalidOperationException("The hub's report list came without a body.");
            all.AddRange(page.Items);
            after = page.Items.Count == 0 ? null : page.Next;
        }
        while (after is not null);

        return all;
    }

    // No connection, a 5xx or no answer in time; a wrong key or path is a fault that must be seen.
    private static bool IsSilence(Exception exception, CancellationToken cancellationToken) => exception switch
    {
        HttpRequestException { StatusCode: null or >= HttpStatusCode.InternalServerError } => true,
        OperationCanceledException => !cancellationToken.IsCancellationRequested,
        _ => false,
    };

    private sealed record HubPage(IReadOnlyList<HubReport> Items, string? Next);
}

/// <summary>A report as the hub shows it to operators.</summary>
internal sealed record HubReport(Guid Id, string Number, string Channel, string? ExternalId, string State)
{
    public string? Account { get; init; }

    public string? Outcome { get; init; }

    public string? Unit { get; init; }

    public string? Addressee { get; init; }

    public string? Reason { get; init; }

    public bool Explained { get; init; }

    public bool Synced { get; init; }

    public IReadOnlyList<HubStatus> Statuses { get; init; } = [];
}

/// <summary>One status on its way to the channel, oldest first in its report.</summary>
/// <param name="State">Which state is told.</param>
/// <param name="Outcome">How far it got.</param>
internal sealed record HubStatus(Guid OperationId, string State, string Outcome, int Attempts);
