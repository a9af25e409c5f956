using Hub.Contracts.Messages;
using MassTransit;

namespace Hub.Router.StatusSync;

/// <summary>Takes the hint that a report has something to tell its channel.</summary>
internal sealed class PassOnStatusConsumer(StatusLane lane) : IConsumer<PassOnStatus>
{
    public Task Consume(ConsumeContext<PassOnStatus> context) =>
        lane.RunAsync(context.Message.ReportId, context.Message.Channel, context.CancellationToken);
}
