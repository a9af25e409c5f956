using Hub.Contracts.Messages;
using MassTransit;

namespace Hub.Router.Routing;

/// <summary>Decides where reports belong, many at a time.</summary>
internal sealed class RouteReportConsumer(ReportRouting routing) : IConsumer<Batch<ReportReceived>>
{
    /// <summary>Reports in one transaction: more would hold the inboxes of their units for too long.</summary>
    private const int MostTogether = 128;

    public async Task Consume(ConsumeContext<Batch<ReportReceived>> context)
    {
        var reports = context.Message.Select(message => message.Message).SelectMany(message => message.Others is { } others ? [message.ReportId, .. others] : (IReadOnlyList<Guid>)[message.ReportId]);
        foreach (var some in reports.Distinct().Chunk(MostTogether))
        {
            await routing.RouteAsync(some, context.CancellationToken);
        }
    }
}
