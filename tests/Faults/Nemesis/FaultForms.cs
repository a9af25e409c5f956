namespace Hub.Faults.Nemesis;

/// <summary>One form of a fault, with how often it is drawn and how long it holds.</summary>
internal sealed record FaultForm(FaultKind Kind, FaultTarget Target, string Variant, double Weight)
{
    public TimeSpan Shortest { get; init; }

    public TimeSpan Longest { get; init; }

    /// <summary>What it takes hold of is left alone for so long after it.</summary>
    public TimeSpan Recovery { get; init; }

    public bool Embedded { get; init; }
}

/// <summary>Everything the drill can do to the hub. Kills weigh most, since each is a chance to lose something.</summary>
internal static class FaultForms
{
    public static IReadOnlyList<FaultForm> All { get; } =
    [
        Form(FaultKind.F1, FaultTarget.Hub, "kill", 32, 0, 0, 5) with { Embedded = true },
        Form(FaultKind.F3, FaultTarget.Hub, "stop", 2, 5, 6, 5) with { Embedded = true },
        Form(FaultKind.F3, FaultTarget.Hub, "stop", 1, 30, 30, 8) with { Embedded = true },
        Form(FaultKind.F4, FaultTarget.SecondHub, "start", 3, 12, 25, 5),
        Form(FaultKind.F5, FaultTarget.Broker, "kill", 6, 0, 0, 14),
        Form(FaultKind.F5, FaultTarget.Broker, "kill", 4, 3, 3, 16),
        Form(FaultKind.F5, FaultTarget.Broker, "kill", 2, 15, 15, 22),
        Form(FaultKind.F5, FaultTarget.Broker, "stop", 1.5, 14, 18, 22),
        Form(FaultKind.F6, FaultTarget.Broker, "disk", 1.5, 14, 20, 20),
        Form(FaultKind.F6, FaultTarget.Broker, "memory", 1.5, 14, 20, 20),
        Form(FaultKind.F7, FaultTarget.Broker, "wipe", 1.5, 0, 2, 30),
        Form(FaultKind.F8, FaultTarget.Queues, "close-connections", 1.5, 0, 0, 8),
        Form(FaultKind.F8, FaultTarget.Queues, "delete hub.route-report", 1, 0, 0, 20),
        Form(FaultKind.F8, FaultTarget.Queues, "delete hub.pass-on-status.whatsapp", 0.7, 0, 0, 20),
        Form(FaultKind.F8, FaultTarget.Queues, "delete hub.deliver-to-unit", 0.7, 0, 0, 20),
        Form(FaultKind.F8, FaultTarget.Queues, "purge unit.PU-SDA.inbox", 1, 0, 0, 10),
        Form(FaultKind.F8, FaultTarget.Queues, "purge hub.route-report", 1, 0, 0, 10),
        Form(FaultKind.F9, FaultTarget.Queues, "garbage", 2, 0, 0, 2),
        Form(FaultKind.F10, FaultTarget.Database, "kill", 7, 0, 0, 6),
        Form(FaultKind.F10, FaultTarget.Database, "kill", 2, 3, 3, 8),
        Form(FaultKind.F10, FaultTarget.Database, "kill", 1.5, 10, 10, 20),
        Form(FaultKind.F10, FaultTarget.Database, "session", 6, 0, 0, 5),
        Form(FaultKind.F10, FaultTarget.Database, "stop", 1, 10, 20, 20),
        Form(FaultKind.F13, FaultTarget.DatabaseLink, "commit", 4, 2, 6, 3),
        Form(FaultKind.F14, FaultTarget.DatabaseLink, "cut", 2, 1, 6, 6),
        Form(FaultKind.F14, FaultTarget.DatabaseLink, "half-open", 1, 3, 8, 6),
        Form(FaultKind.F14, FaultTarget.BrokerLink, "cut", 2, 1, 10, 8),
        Form(FaultKind.F14, FaultTarget.BrokerLink, "black-hole", 1.5, 5, 15, 12),
        Form(FaultKind.F14, FaultTarget.BrokerLink, "half-open", 1, 3, 10, 12),
        Form(FaultKind.F14, FaultTarget.BrokerLink, "flap", 1, 8, 16, 12),
        Form(FaultKind.F14, FaultTarget.ChannelLink, "cut", 2, 1, 8, 4) with { Embedded = true },
        Form(FaultKind.F14, FaultTarget.ChannelLink, "black-hole", 1.5, 3, 10, 6) with { Embedded = true },
        Form(FaultKind.F14, FaultTarget.ChannelLink, "flap", 1, 6, 14, 6) with { Embedded = true },
        Form(FaultKind.F14, FaultTarget.ChannelLink, "cut-after", 1, 3, 8, 4) with { Embedded = true },
        Form(FaultKind.F15, FaultTarget.BrokerLink, "slow", 1.5, 6, 12, 4),
        Form(FaultKind.F15, FaultTarget.DatabaseLink, "slow", 1, 4, 8, 4),
        Form(FaultKind.F15, FaultTarget.ChannelLink, "slow", 1.5, 6, 12, 4) with { Embedded = true },
        Form(FaultKind.F15, FaultTarget.ChannelLink, "throttle", 1, 6, 12, 4) with { Embedded = true },
        Form(FaultKind.F17, FaultTarget.Webhooks, "fifty", 3, 0, 0, 2) with { Embedded = true },
        Form(FaultKind.F17, FaultTarget.Webhooks, "old", 2, 0, 0, 2) with { Embedded = true },
        Form(FaultKind.F18, FaultTarget.Webhooks, "bad", 4, 0, 0, 2) with { Embedded = true },
        Form(FaultKind.F19, FaultTarget.Channels, "errors", 3, 5, 15, 3) with { Embedded = true },
        Form(FaultKind.F19, FaultTarget.Channels, "lost-answers", 3, 5, 15, 3) with { Embedded = true },
        Form(FaultKind.F20, FaultTarget.Channels, "pages", 3, 5, 12, 3) with { Embedded = true },
    ];

    /// <summary>Faults that health must show, each held long enough and left alone by the others, so that it can be timed (L2).</summary>
    public static IReadOnlyList<FaultForm> Alone { get; } =
    [
        Form(FaultKind.F5, FaultTarget.Broker, "kill", 1, 8, 8, 0),
        Form(FaultKind.F10, FaultTarget.Database, "kill", 1, 8, 8, 0),
        Form(FaultKind.F6, FaultTarget.Broker, "disk", 1, 13, 13, 0),
        Form(FaultKind.F5, FaultTarget.Broker, "stop", 1, 13, 13, 0),
        Form(FaultKind.F10, FaultTarget.Database, "stop", 1, 13, 13, 0),
        Form(FaultKind.F6, FaultTarget.Broker, "memory", 1, 13, 13, 0),
    ];

    private static FaultForm Form(FaultKind kind, FaultTarget target, string variant, double weight, double shortest, double longest, double recovery) =>
        new(kind, target, variant, weight)
        {
            Shortest = TimeSpan.FromSeconds(shortest),
            Longest = TimeSpan.FromSeconds(longest),
            Recovery = TimeSpan.FromSeconds(recovery),
        };
}
