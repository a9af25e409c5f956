using System.Collections.Concurrent;

namespace Hub.Faults.Ledgers;

/// <summary>Everything the world around the hub writes down, in files of its own folder.</summary>
internal sealed class DrillLedgers : IAsyncDisposable
{
    private readonly ConcurrentQueue<WebhookAttempt> attempts = new();

    public DrillLedgers(string folder)
    {
        Directory.CreateDirectory(folder);
        Sent = new LedgerFile<SentReport>(Path.Combine(folder, "sent.jsonl"));
        Accepted = new LedgerFile<AcceptedReport>(Path.Combine(folder, "accepted.jsonl"));
        UnitReceipts = new LedgerFile<UnitReceipt>(Path.Combine(folder, "unit-receipts.jsonl"));
        UnitReplies = new LedgerFile<UnitReply>(Path.Combine(folder, "unit-replies.jsonl"));
    }

    public LedgerFile<SentReport> Sent { get; }

    public LedgerFile<AcceptedReport> Accepted { get; }

    public LedgerFile<UnitReceipt> UnitReceipts { get; }

    public LedgerFile<UnitReply> UnitReplies { get; }

    public IReadOnlyCollection<WebhookAttempt> Attempts => attempts;

    /// <summary>Things that no world should see, such as an answer 2xx to a forged webhook.</summary>
    public ConcurrentQueue<Check.Violation> Seen { get; } = new();

    public void Note(WebhookAttempt attempt) => attempts.Enqueue(attempt);

    public async ValueTask DisposeAsync()
    {
        await Sent.DisposeAsync();
        await Accepted.DisposeAsync();
        await UnitReceipts.DisposeAsync();
        await UnitReplies.DisposeAsync();
    }
}
