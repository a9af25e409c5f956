namespace Hub.Faults.Nemesis;

/// <summary>The faults of RELIABILITY 3.3 that the drill injects, by their numbers there.</summary>
internal enum FaultKind
{
    /// <summary>Hub kill -9.</summary>
    F1,

    /// <summary>Hub frozen.</summary>
    F3,

    /// <summary>A second hub by mistake, killed at the end.</summary>
    F4,

    /// <summary>Broker kill -9, or frozen.</summary>
    F5,

    /// <summary>Disk or memory alarm of the broker.</summary>
    F6,

    /// <summary>Broker killed and wiped.</summary>
    F7,

    /// <summary>An operator deletes or purges a queue or closes all connections.</summary>
    F8,

    /// <summary>Garbage on the units' queue.</summary>
    F9,

    /// <summary>PostgreSQL: postmaster kill -9, session kill -9, frozen.</summary>
    F10,

    /// <summary>The answer to COMMIT is lost.</summary>
    F13,

    /// <summary>Cuts and flapping of a link.</summary>
    F14,

    /// <summary>A slow, narrow or lossy link.</summary>
    F15,

    /// <summary>Webhooks fifty times at once and out of order.</summary>
    F17,

    /// <summary>Bad and forged webhooks.</summary>
    F18,

    /// <summary>Channels refuse, stall and lose answers.</summary>
    F19,

    /// <summary>Polled pages with repeats, swaps and late edits.</summary>
    F20,
}

/// <summary>What a fault takes hold of; one fault at a time has each.</summary>
internal enum FaultTarget
{
    Hub,
    SecondHub,
    Broker,
    Database,
    BrokerLink,
    DatabaseLink,
    ChannelLink,
    Channels,
    Webhooks,
    Queues,
}
