using Hub.Contracts.Messages;
using MassTransit;

namespace Hub.Router.Routing;

/// <summary>Decides where reports belong, many at a time.</summary>
internal sealed class RouteReportConsumer(ReportRouting routing) : IConsumer<Batch<ReportReceived>>
{
    public Task Consume(ConsumeContext<Batch<ReportReceived>> context) =>
        routing.RouteAsync([.. context.Message.Select(message => message.Message.ReportId).Distinct()], context.CancellationToken);
}
