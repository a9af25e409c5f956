using System.Collections.Concurrent;
using System.Text.Json;
using Hub.Router.Outbox;
using Hub.Simulators.Units;
using RabbitMQ.Client;
using RabbitMQ.Client.Events;

namespace Hub.Benchmarks.Load;

/// <summary>All units' half: remembers what was assigned, and says statuses on the hub's queue, many at a time, each confirmed by the broker.</summary>
internal sealed class UnitVoice(Uri broker, TimeProvider clock)
{
    private const int InFlight = 256;

    private readonly ConcurrentQueue<UnitReport> assigned = new();

    /// <summary>Reports that units have been given and have said nothing of.</summary>
    public int Waiting => assigned.Count;

    public void Take(BasicDeliverEventArgs message)
    {
        if (JsonSerializer.Deserialize<UnitEvent>(message.Body.Span, UnitJson.Options) is { Type: UnitEvent.Assigned } read && read.Data.Deserialize<UnitReport>(UnitJson.Options) is { } report)
        {
            assigned.Enqueue(report);
        }
    }

    /// <summary>Says these words of every report that waits, in this order for each.</summary>
    /// <returns>How many statuses were said.</returns>
    public async Task<int> SayAsync(IReadOnlyList<string> words, CancellationToken cancellationToken)
    {
        List<UnitReport> reports = [];
        while (assigned.TryDequeue(out var report))
        {
            reports.Add(report);
        }

        var options = new CreateChannelOptions(publisherConfirmationsEnabled: true, publisherConfirmationTrackingEnabled: true);
        await using var connection = await new ConnectionFactory { Uri = broker, ClientProvidedName = "bench-voice" }.CreateConnectionAsync(cancellationToken);
        await using var channel = await connection.CreateChannelAsync(options, cancellationToken);
        var all = words.SelectMany(word => reports.Select(report => (report, word))).ToList();
        foreach (var group in all.Chunk(InFlight))
        {
            await Task.WhenAll(group.Select(each => PublishAsync(channel, each.report, each.word, cancellationToken).AsTask()));
        }

        return all.Count;
    }

    private ValueTask PublishAsync(IChannel channel, UnitReport report, string word, CancellationToken cancellationToken)
    {
        var id = Guid.CreateVersion7(clock.GetUtcNow()).ToString();
        var answer = new UnitAnswer(report.ReportId, report.Unit, word) { PublicNote = "Laporan sedang kami tangani, terima kasih.", OccurredAt = clock.GetUtcNow() };
        var said = new UnitEvent("1.0", id, $"urn:unit:{report.Unit}", UnitEvent.Status, report.Number, answer.OccurredAt, "application/json", JsonSerializer.SerializeToElement(answer, UnitJson.Options));
        var properties = new BasicProperties { MessageId = id, ContentType = UnitEvent.MediaType, DeliveryMode = DeliveryModes.Persistent };
        return channel.BasicPublishAsync("", HubQueues.UnitStatus, mandatory: true, properties, JsonSerializer.SerializeToUtf8Bytes(said, UnitJson.Options), cancellationToken);
    }
}
