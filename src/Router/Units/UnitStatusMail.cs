using System.Text.Json;
using Hub.Contracts.Messages;
using Hub.Router.Intake;
using Hub.Router.Outbox;

namespace Hub.Router.Units;

/// <summary>One message of hub.unit-status as it came from the broker.</summary>
/// <param name="Name">What identifies it there: "message" with its id.</param>
public sealed record UnitMail(string Name, byte[] Body);

/// <summary>
/// Takes what units put on hub.unit-status, many at a time and in the order in which it came. When it returns, everything is
/// durable: as a word of its report's history, or in the quarantine with the reason.
/// </summary>
public sealed class UnitStatusMail
{
    private readonly UnitStatusDesk desk;
    private readonly BusQuarantine quarantine;

    internal UnitStatusMail(UnitStatusDesk desk, BusQuarantine quarantine) => (this.desk, this.quarantine) = (desk, quarantine);

    public async Task TakeAsync(IReadOnlyList<UnitMail> mails, CancellationToken cancellationToken)
    {
        var words = new List<(UnitMail Mail, UnitWord Word)>(mails.Count);
        foreach (var mail in mails)
        {
            switch (Read(mail.Body))
            {
                case (var word, null):
                    words.Add((mail, word!));
                    break;
                case (_, { } problem):
                    await PutAsideAsync(mail, problem, cancellationToken);
                    break;
            }
        }

        var results = await desk.SayAsync([.. words.Select(one => one.Word)], cancellationToken);
        foreach (var ((mail, word), (result, fault)) in words.Zip(results))
        {
            if ((fault is null ? UnitEvents.Problem(result!, word.Unit) : Failed(fault)) is { } problem)
            {
                await PutAsideAsync(mail, problem, cancellationToken);
            }
        }
    }

    private Task PutAsideAsync(UnitMail mail, (string Code, string Reason) problem, CancellationToken cancellationToken) =>
        quarantine.AddAsync(new PutAside(HubQueues.UnitStatus, mail.Name, problem.Code, problem.Reason), mail.Body, cancellationToken);

    private static (UnitWord? Word, (string Code, string Reason)? Problem) Read(byte[] body)
    {
        try
        {
            var message = RouterJson.ReadLoosely<CloudEvent<UnitStatus>>(body);
            return UnitEvents.Fault(message) is { } fault ? (null, ("bad_event", fault)) : (UnitEvents.Word(message!), null);
        }
        catch (JsonException fault)
        {
            return (null, Failed(fault));
        }
    }

    /// <summary>The fault's name alone: its text may hold the unit's words.</summary>
    private static (string Code, string Reason) Failed(Exception fault) => ("failed", $"The consumer failed with {(fault.InnerException ?? fault).GetType().Name}.");
}
