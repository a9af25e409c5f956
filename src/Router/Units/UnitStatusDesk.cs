using Hub.Contracts.Messages;
using Hub.Contracts.Reports;
using Hub.Router.Lifecycle;
using Hub.Router.Persistence;
using Hub.Router.Privacy;

namespace Hub.Router.Units;

/// <summary>What became of a unit's status. The five cases are the whole list.</summary>
public abstract record UnitStatusResult
{
    private UnitStatusResult()
    {
    }

    /// <summary>Taken, now or when it came the first time.</summary>
    /// <param name="State">Where the report stands after it.</param>
    public sealed record Taken(ReportState State) : UnitStatusResult
    {
        /// <summary>It waits for a person's approval; the report stays where it is until then.</summary>
        public bool IsHeld { get; init; }
    }

    /// <summary>The unit has no such report.</summary>
    public sealed record NoReport : UnitStatusResult;

    /// <summary>The transition table does not allow it.</summary>
    public sealed record NotAllowed(string Reason) : UnitStatusResult;

    /// <summary>The content cannot be used: an unknown word, a missing note, words that may not go to the citizen.</summary>
    public sealed record Unusable(string Reason) : UnitStatusResult;

    /// <summary>The same event id came before with another content.</summary>
    public sealed record OtherContent : UnitStatusResult;
}

/// <summary>One status with the unit that says it and the id that makes it one event.</summary>
public sealed record UnitWord(string Unit, string EventId, UnitStatus Status);

/// <summary>Takes what units say, from the queue and from the API, each event once; what comes together is one transaction.</summary>
public sealed class UnitStatusDesk
{
    private const int LongestNote = 10_000;
    private const int MostFiles = 5;
    private const int Most = 128;

    private static readonly ReportState[] NeedsNote =
        [ReportState.WaitingReporter, ReportState.Postponed, ReportState.Answered, ReportState.Archived];

    private readonly HubStore store;
    private readonly UnitStatusBatch batch;
    private readonly UnitReturns returns;
    private readonly UnitFiles files;
    private readonly GroupWork<UnitWord, UnitStatusResult> calls;

    internal UnitStatusDesk(HubStore store, UnitStatusBatch batch, UnitReturns returns, UnitFiles files)
    {
        (this.store, this.batch, this.returns, this.files) = (store, batch, returns, files);
        calls = new(Most, SaveAsync, store.IsOutage);
    }

    /// <summary>One status of a caller who waits for the answer; what other callers say meanwhile goes with it.</summary>
    public async Task<UnitStatusResult> SayAsync(string unit, string eventId, UnitStatus status, CancellationToken cancellationToken)
    {
        var word = new UnitWord(unit, eventId, status);
        return (await FaultsAsync([word], cancellationToken))[0] is { } fault ? new UnitStatusResult.Unusable(fault) : await calls.AskAsync(word, cancellationToken);
    }

    /// <summary>Many statuses, taken in the order given. One that cannot be saved fails alone.</summary>
    /// <returns>One result for each, in their order; an exception where it could not be saved.</returns>
    public async Task<IReadOnlyList<(UnitStatusResult? Result, Exception? Fault)>> SayAsync(IReadOnlyList<UnitWord> words, CancellationToken cancellationToken)
    {
        var results = new List<(UnitStatusResult?, Exception?)>(words.Count);
        foreach (var chunk in words.Chunk(Most))
        {
            results.AddRange(await SayTogetherAsync(chunk, cancellationToken));
        }

        return results;
    }

    private async Task<IEnumerable<(UnitStatusResult?, Exception?)>> SayTogetherAsync(IReadOnlyList<UnitWord> words, CancellationToken cancellationToken)
    {
        try
        {
            var faults = await FaultsAsync(words, cancellationToken);
            var usable = words.Zip(faults).Where(each => each.Second is null).Select(each => each.First).ToList();
            var saved = new Queue<UnitStatusResult>(await SaveAsync(usable, cancellationToken));
            return faults.Select(fault => ((UnitStatusResult?)(fault is not null ? new UnitStatusResult.Unusable(fault) : saved.Dequeue()), (Exception?)null)).ToList();
        }
        catch (Exception fault) when (words.Count > 1 && fault is not OperationCanceledException && !store.IsOutage(fault))
        {
            // One of them cannot be saved: each goes alone, so that it holds no neighbour back.
            var results = new List<(UnitStatusResult?, Exception?)>(words.Count);
            foreach (var word in words)
            {
                results.AddRange(await SayTogetherAsync([word], cancellationToken));
            }

            return results;
        }
        catch (Exception fault) when (fault is not OperationCanceledException && !store.IsOutage(fault))
        {
            return [(null, fault)];
        }
    }

    /// <summary>What follows a returned report is written with it, one by one; all else between in sets.</summary>
    private async Task<IReadOnlyList<UnitStatusResult>> SaveAsync(IReadOnlyList<UnitWord> words, CancellationToken cancellationToken)
    {
        var results = new List<UnitStatusResult>(words.Count);
        while (results.Count < words.Count)
        {
            var rest = words.Skip(results.Count);
            List<UnitWord> together = [.. rest.TakeWhile(word => !IsReturn(word))];
            if (together.Count > 0)
            {
                results.AddRange(await batch.SaveAsync(together, cancellationToken));
            }
            else
            {
                results.Add(await returns.SaveAsync(rest.First(), cancellationToken));
            }
        }

        return results;
    }

    /// <summary>What makes each unusable, in their order; null for those that can be used.</summary>
    private async Task<IReadOnlyList<string?>> FaultsAsync(IReadOnlyList<UnitWord> words, CancellationToken cancellationToken)
    {
        var strangers = await files.StrangersAsync([.. words.Where(word => word.Status.Attachments is { Count: > 0 and <= MostFiles })], cancellationToken);
        return [.. words.Select(word => Fault(word.Status) ?? (strangers.Contains(word) ? "attachments names a file that this unit did not lay down with this report." : null))];
    }

    private static bool IsReturn(UnitWord word) => UnitStatusWords.ToState(word.Status.Status) is ReportState.ReturnedByUnit;

    private static string? Fault(UnitStatus status)
    {
        var state = UnitStatusWords.ToState(status.Status);
        return status switch
        {
            { ReportId: null } => "reportId is missing; it is in the assignment.",
            _ when state is null => $"status \"{SafeText.OneLine(status.Status ?? "", 40)}\" is not known; use acknowledged, in_progress, waiting_reporter, postponed, answered, returned or archived.",
            { Attachments.Count: > MostFiles } => $"attachments holds more than {MostFiles} files; say the others with another status.",
            { PublicNote.Length: > LongestNote } or { InternalNote.Length: > LongestNote } or { Reason.Length: > LongestNote } => $"A note is longer than {LongestNote} characters; shorten it.",
            _ when Notes(status).Any(note => note?.Contains('\0', StringComparison.Ordinal) is true) => "A note holds the character U+0000, which is no text; leave it out.",
            _ when NeedsNote.Contains(state.Value) && string.IsNullOrWhiteSpace(status.PublicNote) => $"publicNote is missing; the citizen must read something with {status.Status}.",
            _ when state is ReportState.ReturnedByUnit && string.IsNullOrWhiteSpace(status.Reason) => "reason is missing; say why the report is not yours.",
            _ => null,
        };
    }

    private static string?[] Notes(UnitStatus status) => [status.PublicNote, status.InternalNote, status.Reason];
}
