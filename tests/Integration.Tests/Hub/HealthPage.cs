using System.Net;
using System.Text.Json;
using Hub.Testing;

namespace Hub.Integration.Tests.Hub;

/// <summary>Health as a load balancer and as a person sees it.</summary>
internal static class HealthPage
{
    /// <summary>After the broker is back: grace, a new start of the bus, and the minute in which health tells of it.</summary>
    public static readonly TimeSpan Back = TimeSpan.FromSeconds(150);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public static async Task HealthAsync(HubProcess hub, string wanted, TimeSpan within)
    {
        using var http = new HttpClient { BaseAddress = hub.Address, Timeout = TimeSpan.FromSeconds(3) };
        try
        {
            await Eventually.TrueAsync(wanted, async () => await WordAsync(http) == wanted, Token, within);
        }
        catch (TimeoutException)
        {
            using var details = Scene.Operations(hub);
            using var answer = await details.GetAsync("/health", Token);
            Assert.Fail($"Not {wanted} within {within}: {await answer.Content.ReadAsStringAsync(Token)}");
        }
    }

    /// <summary>The word alone: without the key there is nothing else.</summary>
    private static async Task<string?> WordAsync(HttpClient http)
    {
        try
        {
            using var answer = await http.GetAsync("/health", Token);
            var body = JsonElement.Parse(await answer.Content.ReadAsStringAsync(Token));
            return Assert.Single(body.EnumerateObject()).Value.GetString();
        }
        catch (TaskCanceledException) when (!Token.IsCancellationRequested)
        {
            return null;
        }
    }

    /// <summary>The whole picture, which needs the operations key; 503 is an answer too.</summary>
    public static async Task<JsonElement> WholeAsync(HubProcess hub)
    {
        using var http = Scene.Operations(hub);
        using var answer = await http.GetAsync("/health", Token);
        return JsonElement.Parse(await answer.Content.ReadAsStringAsync(Token));
    }

    public static async Task<string> BrokerAsync(HubProcess hub) => (await WholeAsync(hub)).GetProperty("broker").ToString();

    public static async Task<bool> IsReadyAsync(HttpClient http)
    {
        try
        {
            using var answer = await http.GetAsync("/health/ready", Token);
            return answer.StatusCode is HttpStatusCode.OK;
        }
        catch (HttpRequestException)
        {
            return false;
        }
    }
}
