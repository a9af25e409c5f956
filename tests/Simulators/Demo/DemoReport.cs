namespace Hub.Simulators.Demo;

/// <summary>One row of the reports file.</summary>
/// <param name="Channel">whatsapp, cc158 or sp4n.</param>
/// <param name="Kind">text, image, document, location or follow-up: how the citizen sends it.</param>
internal sealed record DemoReport(string Id, string Text, string LocationHint, string Channel, string Kind, bool Anonymous, bool Secret);

/// <summary>A report that left the citizen's hands.</summary>
/// <param name="ExternalId">What the hub must call it, worked out from outside.</param>
/// <param name="Handle">How the simulator knows it: a sender's number, a ticket number, a tracking id.</param>
internal sealed record SentReport(DemoReport Report, string ExternalId, string Handle)
{
    public string Channel => Report.Channel;

    /// <summary>The channel's own id of the message, where that is another one.</summary>
    public string? ChannelReference { get; init; }
}
