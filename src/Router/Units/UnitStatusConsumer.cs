using Hub.Contracts.Messages;
using Hub.Router.Intake;
using Hub.Router.Outbox;
using MassTransit;

namespace Hub.Router.Units;

/// <summary>Takes CloudEvents that units put on hub.unit-status. What cannot be used is quarantined with the reason, never dropped.</summary>
internal sealed class UnitStatusConsumer(UnitStatusDesk desk, BusQuarantine quarantine) : IConsumer<CloudEvent<UnitStatus>>
{
    public const string Type = "id.go.pu.unit.report.status.v1";

    public async Task Consume(ConsumeContext<CloudEvent<UnitStatus>> context)
    {
        var message = context.Message;
        if (Fault(message) is { } fault)
        {
            await PutAsideAsync(context, ("bad_event", fault));
            return;
        }

        var result = await desk.SayAsync(message.Data!.Unit!, $"{message.Source}|{message.Id}", message.Data, context.CancellationToken);
        var problem = result switch
        {
            UnitStatusResult.Taken => default((string Code, string Reason)?),
            UnitStatusResult.NoReport => ("no_report", $"Unit {message.Data.Unit} has no report with that id."),
            UnitStatusResult.NotAllowed refused => ("not_allowed", refused.Reason),
            UnitStatusResult.Unusable unusable => ("unusable", unusable.Reason),
            _ => ("other_content", "The same event id came before with another content; use a new id."),
        };
        if (problem is { } known)
        {
            await PutAsideAsync(context, known);
        }
    }

    private Task PutAsideAsync(ConsumeContext context, (string Code, string Reason) fault) =>
        quarantine.AddAsync(new PutAside(HubQueues.UnitStatus, $"message {context.MessageId}", fault.Code, fault.Reason), context.ReceiveContext.Body.GetBytes(), context.CancellationToken);

    private static string? Fault(CloudEvent<UnitStatus> message) => message switch
    {
        { SpecVersion: not "1.0" } => "specversion must be \"1.0\".",
        { Type: not Type } => $"type must be \"{Type}\".",
        { Id: null or "" } or { Source: null or "" } => "id and source are missing; together they make the event unique.",
        { Data: null } => "data is missing.",
        { Data.Unit: null or "" } => "data.unit is missing.",
        _ => null,
    };
}
