using Hub.Contracts.Messages;
using Hub.Router.Intake;
using Hub.Router.Outbox;
using MassTransit;

namespace Hub.Router.Units;

/// <summary>Takes CloudEvents that units put on hub.unit-status, where the bus is in memory; from a broker they come by <see cref="UnitStatusMail"/>. What cannot be used is quarantined with the reason, never dropped.</summary>
internal sealed class UnitStatusConsumer(UnitStatusDesk desk, BusQuarantine quarantine) : IConsumer<CloudEvent<UnitStatus>>
{
    public async Task Consume(ConsumeContext<CloudEvent<UnitStatus>> context)
    {
        var message = context.Message;
        if (UnitEvents.Fault(message) is { } fault)
        {
            await PutAsideAsync(context, ("bad_event", fault));
            return;
        }

        var word = UnitEvents.Word(message);
        if (UnitEvents.Problem(await desk.SayAsync(word.Unit, word.EventId, word.Status, context.CancellationToken), word.Unit) is { } problem)
        {
            await PutAsideAsync(context, problem);
        }
    }

    private Task PutAsideAsync(ConsumeContext context, (string Code, string Reason) fault) =>
        quarantine.AddAsync(new PutAside(HubQueues.UnitStatus, $"message {context.MessageId}", fault.Code, fault.Reason), context.ReceiveContext.Body.GetBytes(), context.CancellationToken);
}
