using Hub.Router.Intake;
using MassTransit;

namespace Hub.Worker.Broker;

/// <summary>The end of the line for a message that fails for good or that nobody understands: kept, with a short reason free of its content.</summary>
internal sealed class QuarantineFilter(BusQuarantine quarantine, string queue) : IFilter<ExceptionReceiveContext>, IFilter<ReceiveContext>
{
    public Task Send(ExceptionReceiveContext context, IPipe<ExceptionReceiveContext> next) =>
        KeepAsync(context, "failed", $"The consumer failed with {(context.Exception.InnerException ?? context.Exception).GetType().Name}.");

    public Task Send(ReceiveContext context, IPipe<ReceiveContext> next) =>
        KeepAsync(context, "not_understood", "No consumer of the queue understands the message.");

    public void Probe(ProbeContext context) => context.CreateFilterScope("quarantine");

    /// <summary>A message that cannot even be read passes both ends, first as failed; it is kept once.</summary>
    private async Task KeepAsync(ReceiveContext context, string code, string reason)
    {
        if (!context.HasPayloadType(typeof(Kept)))
        {
            await quarantine.AddAsync(new PutAside(queue, $"message {context.GetMessageId()}", code, reason), context.Body.GetBytes(), context.CancellationToken);
            context.GetOrAddPayload(() => new Kept());
        }
    }

    private sealed record Kept;
}
