namespace Hub.Router.Intake.Quarantine;

/// <summary>A message that the broker gave up, with what it says about that (the first entry of its x-death header).</summary>
/// <param name="Queue">Where it died; null when it does not say.</param>
public sealed record DeadMessage(string? MessageId, string? Queue, string? Reason, long Count)
{
    private const string NoQueue = "hub.dead";

    public PutAside ToPutAside() => new(Queue ?? NoQueue, $"message {MessageId}", "dead_letter", Words());

    private string Words() => (Queue, Reason) switch
    {
        (null, _) => "It lay in hub.dead and does not say from which queue; look at it and discard it.",
        (_, "delivery_limit") => $"Its reader at {Queue} gave it back too often, perhaps because it crashed on it each time; mend the reader, then retry. Died {Count} times.",
        _ => $"The broker took it out of {Queue} ({Reason}); look at it, then retry or discard it. Died {Count} times.",
    };
}
