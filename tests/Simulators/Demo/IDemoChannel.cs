namespace Hub.Simulators.Demo;

/// <summary>One channel of the demo: its simulator, seen as a citizen and as the channel's operator.</summary>
internal interface IDemoChannel : IAsyncDisposable
{
    string Name { get; }

    /// <summary>The operator's page.</summary>
    Uri Page { get; }

    /// <summary>What the hub must be told to work with this channel.</summary>
    IReadOnlyDictionary<string, string> HubSettings { get; }

    /// <summary>Called once when the hub is ready.</summary>
    Task ConnectAsync(Uri hub, CancellationToken cancellationToken);

    Task<SentReport> SendAsync(DemoReport report, CancellationToken cancellationToken);

    /// <summary>The citizen adds words, or a place in a chat, to what was sent before.</summary>
    Task AddAsync(SentReport sent, CancellationToken cancellationToken);

    /// <summary>The citizen answers a question of the unit.</summary>
    Task AnswerAsync(SentReport sent, string question, CancellationToken cancellationToken);

    /// <summary>Everything the hub told this channel and the channel took, in the order it took it.</summary>
    IReadOnlyList<LedgerEntry> Ledger();
}

/// <summary>One effect of the hub at a channel, in the channel's own records.</summary>
/// <param name="Handle">Whose report, as <see cref="SentReport.Handle"/>.</param>
/// <param name="OperationId">The hub's operation, when the entry carries one.</param>
/// <param name="SaysNotOurs">The entry tells that the ministry has no authority.</param>
internal sealed record LedgerEntry(string Channel, string Handle, Guid? OperationId, string Text, bool SaysNotOurs);
