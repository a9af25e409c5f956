using System.Text.Json;
using Hub.Testing;
using Hub.Testing.Servers;

namespace Hub.Integration.Tests.Hub;

/// <summary>Everything that the hub may have on its broker, by name; anything else is a mistake (RELIABILITY A12).</summary>
internal static class BrokerGolden
{
    public static async Task RequireAsync(RabbitMqServer rabbit, IReadOnlyList<JsonElement> reports, CancellationToken cancellationToken)
    {
        string[] read = ["hub.deliver-to-unit", "hub.pass-on-status.cc158", "hub.pass-on-status.sp4n", "hub.pass-on-status.whatsapp", "hub.route-report", "hub.unit-status"];
        var inboxes = reports.Select(report => UnitDesk.Inbox(report.GetProperty("unit").GetString()!)).Distinct().ToList();
        string[] named = [.. read, .. inboxes];

        // The mark of a broker that knows the hub is set last, when all else is there.
        await using (var desk = await UnitDesk.OpenAsync(rabbit.Address, cancellationToken))
        {
            await Eventually.TrueAsync("the mark", () => desk.HasAsync("hub.memory", cancellationToken), cancellationToken, TimeSpan.FromMinutes(1));
        }

        Assert.Equal([.. named.Concat(["hub.dead", "hub.memory", "hub.canary.*"]).Order(StringComparer.Ordinal)], await QueuesAsync(rabbit, cancellationToken));
        Assert.Equal([.. named.Append("hub.canary.*").Order(StringComparer.Ordinal)], Names(await rabbit.ControlAsync(["list_exchanges", "name"], cancellationToken)));
        Assert.Equal(
            [.. named.Append("hub.canary.*").Select(name => $"{name} {name}").Order(StringComparer.Ordinal)],
            Names(await rabbit.ControlAsync(["list_bindings", "source_name", "destination_name"], cancellationToken)).Where(pair => pair.Split(' ') is [{ Length: > 0 } from, _] && from != ""));
    }

    private static async Task<IReadOnlyList<string>> QueuesAsync(RabbitMqServer rabbit, CancellationToken cancellationToken) => Names(await rabbit.ControlAsync(["list_queues", "name"], cancellationToken));

    /// <summary>Names of ours, each process's canary by one name.</summary>
    private static IReadOnlyList<string> Names(string lines) =>
    [
        .. lines.Split('\n', StringSplitOptions.RemoveEmptyEntries)
            .Select(line => System.Text.RegularExpressions.Regex.Replace(line.Replace('\t', ' '), "hub\\.canary\\.[0-9a-f]{32}", "hub.canary.*").TrimEnd())
            .Where(line => line.StartsWith("hub.", StringComparison.Ordinal) || line.StartsWith("unit.", StringComparison.Ordinal)).Distinct().Order(StringComparer.Ordinal),
    ];
}
