using System.Text.Json;
using System.Text.Json.Nodes;
using Hub.Testing;
using RabbitMQ.Client;

namespace Hub.Integration.Tests.Hub;

/// <summary>One message of a unit's queue.</summary>
internal sealed record UnitEvent(JsonElement Body, string? ContentType)
{
    public Guid ReportId => Body.GetProperty("data").GetProperty("reportId").GetGuid();

    public string Unit => Body.GetProperty("data").GetProperty("unit").GetString()!;
}

/// <summary>A unit's own application: reads its queue and answers on the hub's, knowing nothing of the hub but the broker.</summary>
internal sealed class UnitDesk : IAsyncDisposable
{
    public const string StatusQueue = "hub.unit-status";

    private readonly IConnection connection;
    private readonly IChannel channel;

    private UnitDesk(IConnection connection, IChannel channel) => (this.connection, this.channel) = (connection, channel);

    public static async Task<UnitDesk> OpenAsync(Uri broker, CancellationToken cancellationToken)
    {
        var connection = await new ConnectionFactory { Uri = broker }.CreateConnectionAsync(cancellationToken);
        return new UnitDesk(connection, await connection.CreateChannelAsync(new CreateChannelOptions(true, true), cancellationToken));
    }

    public static string Inbox(string unit) => $"unit.{unit}.inbox";

    /// <returns>The next event of the unit's queue with its content type, or null; it is gone from the queue then.</returns>
    public async Task<UnitEvent?> TakeAsync(string queue, CancellationToken cancellationToken)
    {
        try
        {
            // A look at a queue that is not there yet ends its channel; at one that is just being made, even the connection, which comes back by itself.
            await using var looking = await connection.CreateChannelAsync(cancellationToken: cancellationToken);
            var message = await looking.BasicGetAsync(queue, autoAck: true, cancellationToken);
            return message is null ? null : new UnitEvent(JsonElement.Parse(message.Body.Span), message.BasicProperties.ContentType);
        }
        catch (Exception fault) when (fault is RabbitMQ.Client.Exceptions.OperationInterruptedException or RabbitMQ.Client.Exceptions.AlreadyClosedException)
        {
            return null;
        }
    }

    /// <summary>Every message of a queue; they are gone from it then.</summary>
    public async Task<IReadOnlyList<UnitEvent>> TakeAllAsync(string queue, CancellationToken cancellationToken)
    {
        List<UnitEvent> taken = [];
        while (await TakeAsync(queue, cancellationToken) is { } message)
        {
            taken.Add(message);
        }

        return taken;
    }

    public Task<UnitEvent> NextAsync(string unit, CancellationToken cancellationToken) =>
        Eventually.FindAsync($"an event for {unit}", () => TakeAsync(Inbox(unit), cancellationToken), cancellationToken);

    public Task SayAsync(UnitEvent assigned, string word, string? note, CancellationToken cancellationToken) =>
        SendAsync(Status(assigned.ReportId, assigned.Unit, word, note), cancellationToken);

    public static byte[] Status(Guid report, string unit, string word, string? note) => JsonSerializer.SerializeToUtf8Bytes(new JsonObject
    {
        ["specversion"] = "1.0",
        ["id"] = Guid.CreateVersion7(TimeProvider.System.GetUtcNow()).ToString(),
        ["source"] = $"https://{unit.ToLowerInvariant()}.pu.go.id",
        ["type"] = "id.go.pu.unit.report.status.v1",
        ["time"] = "2026-03-02T08:00:00+07:00",
        ["datacontenttype"] = "application/json",
        ["data"] = new JsonObject { ["reportId"] = report.ToString(), ["unit"] = unit, ["status"] = word, ["publicNote"] = note },
    });

    public Task SendAsync(byte[] body, CancellationToken cancellationToken) =>
        SendAsync(body, new BasicProperties { ContentType = "application/cloudevents+json", Persistent = true }, cancellationToken);

    public async Task SendAsync(byte[] body, BasicProperties properties, CancellationToken cancellationToken) =>
        await channel.BasicPublishAsync("", StatusQueue, mandatory: true, properties, body, cancellationToken);

    /// <summary>What an operator may do by mistake.</summary>
    public async Task DeleteAsync(string queue, CancellationToken cancellationToken) => await channel.QueueDeleteAsync(queue, ifUnused: false, ifEmpty: false, cancellationToken: cancellationToken);

    public async Task<uint> CountAsync(string queue, CancellationToken cancellationToken) => (await LookAsync(queue, cancellationToken))?.MessageCount ?? 0;

    public async Task<bool> HasAsync(string queue, CancellationToken cancellationToken) => await LookAsync(queue, cancellationToken) is not null;

    /// <returns>Null when the queue is not there, or is just being made.</returns>
    private async Task<QueueDeclareOk?> LookAsync(string queue, CancellationToken cancellationToken)
    {
        try
        {
            await using var looking = await connection.CreateChannelAsync(cancellationToken: cancellationToken);
            return await looking.QueueDeclarePassiveAsync(queue, cancellationToken);
        }
        catch (Exception fault) when (fault is RabbitMQ.Client.Exceptions.OperationInterruptedException or RabbitMQ.Client.Exceptions.AlreadyClosedException)
        {
            return null;
        }
    }

    public async ValueTask DisposeAsync()
    {
        await channel.DisposeAsync();
        await connection.DisposeAsync();
    }
}
