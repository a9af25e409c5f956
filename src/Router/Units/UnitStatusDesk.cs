using System.Security.Cryptography;
using System.Text;
using Hub.Contracts.Messages;
using Hub.Contracts.Reports;
using Hub.Router.Lifecycle;
using Hub.Router.Persistence;
using Hub.Router.Persistence.Rows;
using Hub.Router.Privacy;
using Hub.Router.Routing;
using Microsoft.EntityFrameworkCore;

namespace Hub.Router.Units;

/// <summary>What became of a unit's status. The five cases are the whole list.</summary>
public abstract record UnitStatusResult
{
    private UnitStatusResult()
    {
    }

    /// <summary>Taken, now or when it came the first time.</summary>
    /// <param name="State">Where the report stands after it.</param>
    public sealed record Taken(ReportState State) : UnitStatusResult;

    /// <summary>The unit has no such report.</summary>
    public sealed record NoReport : UnitStatusResult;

    /// <summary>The transition table does not allow it.</summary>
    public sealed record NotAllowed(string Reason) : UnitStatusResult;

    /// <summary>The content cannot be used: an unknown word, a missing note.</summary>
    public sealed record Unusable(string Reason) : UnitStatusResult;

    /// <summary>The same event id came before with another content.</summary>
    public sealed record OtherContent : UnitStatusResult;
}

/// <summary>Takes what units say, from the queue and from the API, each event once.</summary>
public sealed class UnitStatusDesk
{
    private const int LongestNote = 10_000;

    private static readonly ReportState[] NeedsNote =
        [ReportState.WaitingReporter, ReportState.Postponed, ReportState.Answered, ReportState.Archived];

    private readonly HubStore store;
    private readonly ReportChanges changes;
    private readonly ReportRouting routing;
    private readonly UnitDirectory directory;
    private readonly TimeProvider clock;

    internal UnitStatusDesk(HubStore store, ReportChanges changes, ReportRouting routing, UnitDirectory directory, TimeProvider clock)
    {
        this.store = store;
        this.changes = changes;
        this.routing = routing;
        this.directory = directory;
        this.clock = clock;
    }

    public async Task<UnitStatusResult> SayAsync(string unit, string eventId, UnitStatus status, CancellationToken cancellationToken)
    {
        if (Fault(status) is { } fault)
        {
            return new UnitStatusResult.Unusable(fault);
        }

        return await store.WriteAsync<UnitStatusResult>((write, token) => SaveAsync(write, (unit, eventId, status), token), cancellationToken);
    }

    private async Task<UnitStatusResult> SaveAsync(StoreWrite write, (string Unit, string EventId, UnitStatus Status) said, CancellationToken cancellationToken)
    {
        var (unit, eventId, status) = said;
        var report = await write.Db.Set<Report>().AsNoTracking()
            .FirstOrDefaultAsync(row => row.Id == status.ReportId && row.Unit == unit, cancellationToken);
        var before = await write.Db.Set<UnitMessage>().AsNoTracking()
            .FirstOrDefaultAsync(row => row.Unit == unit && row.EventId == eventId, cancellationToken);
        if (before is not null)
        {
            return Again(before, status);
        }

        if (report is null)
        {
            return new UnitStatusResult.NoReport();
        }

        // The key goes in first: the same event on another connection waits here, and then finds the answer (RELIABILITY B13).
        var now = clock.GetUtcNow();
        var message = new UnitMessage { Unit = unit, EventId = eventId, BodyHash = Hash(status), ReportId = report.Id, Answer = "", At = now };
        if ((await write.Db.InsertNewAsync([message], cancellationToken)).Count == 0)
        {
            var first = await write.Db.Set<UnitMessage>().AsNoTracking().FirstAsync(row => row.Unit == unit && row.EventId == eventId, cancellationToken);
            return Again(first, status);
        }

        var result = await ChangeAsync(write, report, status, cancellationToken);
        var answer = Answer(result);
        await write.Db.Set<UnitMessage>().Where(row => row.Unit == unit && row.EventId == eventId)
            .ExecuteUpdateAsync(set => set.SetProperty(row => row.Answer, answer), cancellationToken);
        return result;
    }

    private async Task<UnitStatusResult> ChangeAsync(StoreWrite write, Report report, UnitStatus status, CancellationToken cancellationToken)
    {
        var state = UnitStatusWords.ToState(status.Status)!.Value;
        var now = clock.GetUtcNow();
        var at = status.OccurredAt is { } said && said < now ? said : now;
        var result = await changes.ApplyAsync(write, report.Id, new StateChange(state, report.Unit!, Line(status), at) { PublicNote = Masked(status.PublicNote), MayBeLate = true, WhileWith = report.Unit }, cancellationToken);

        return result! switch
        {
            { Judgement: TransitionResult.Forbidden forbidden } => new UnitStatusResult.NotAllowed(forbidden.Reason),
            { Moved: true, Report: { State: ReportState.ReturnedByUnit } returned } => new UnitStatusResult.Taken(await OnwardAsync(write, returned, status, cancellationToken)),
            var changed => new UnitStatusResult.Taken(changed.Report.State),
        };
    }

    /// <summary>A returned report goes on to the unit that was suggested, once; otherwise a person decides.</summary>
    private async Task<ReportState> OnwardAsync(StoreWrite write, Report report, UnitStatus status, CancellationToken cancellationToken)
    {
        var from = report.Unit!;
        var suggested = status.SuggestedUnit is { } code ? directory.Find(code, DateOnly.FromDateTime(clock.GetUtcNow().UtcDateTime)) : null;
        var hadIt = suggested is not null && await write.Db.Set<Assignment>().AsNoTracking()
            .AnyAsync(row => row.ReportId == report.Id && row.Unit == suggested.Code, cancellationToken);
        var reason = $"Dikembalikan oleh {from}: {Masked(status.Reason)}";

        var decided = suggested is { IsExternal: false } && !hadIt
            ? new Decided(RoutingOutcome.Assigned, from, $"{reason} Diteruskan ke {suggested.Name} sesuai saran.") { Unit = suggested.Code }
            : new Decided(RoutingOutcome.Triage, from, $"{reason} Perlu keputusan petugas.") { SuggestedUnit = suggested?.Code };
        var onward = await routing.SaveAsync(write, report, decided, cancellationToken);
        return onward?.Report.State ?? report.State;
    }

    private static string? Fault(UnitStatus status)
    {
        var state = UnitStatusWords.ToState(status.Status);
        return status switch
        {
            { ReportId: null } => "reportId is missing; it is in the assignment.",
            _ when state is null => $"status \"{SafeText.OneLine(status.Status ?? "", 40)}\" is not known; use acknowledged, in_progress, waiting_reporter, postponed, answered, returned or archived.",
            { PublicNote.Length: > LongestNote } or { InternalNote.Length: > LongestNote } or { Reason.Length: > LongestNote } => $"A note is longer than {LongestNote} characters; shorten it.",
            _ when Notes(status).Any(note => note?.Contains('\0', StringComparison.Ordinal) is true) => "A note holds the character U+0000, which is no text; leave it out.",
            _ when NeedsNote.Contains(state.Value) && string.IsNullOrWhiteSpace(status.PublicNote) => $"publicNote is missing; the citizen must read something with {status.Status}.",
            _ when state is ReportState.ReturnedByUnit && string.IsNullOrWhiteSpace(status.Reason) => "reason is missing; say why the report is not yours.",
            _ => null,
        };
    }

    private static string?[] Notes(UnitStatus status) => [status.PublicNote, status.InternalNote, status.Reason];

    private static UnitStatusResult Again(UnitMessage before, UnitStatus status) => before switch
    {
        _ when before.BodyHash != Hash(status) => new UnitStatusResult.OtherContent(),
        _ when Enum.TryParse<ReportState>(before.Answer, out var state) => new UnitStatusResult.Taken(state),
        _ => new UnitStatusResult.NotAllowed(before.Answer),
    };

    private static string Answer(UnitStatusResult result) => result switch
    {
        UnitStatusResult.Taken taken => taken.State.ToString(),
        UnitStatusResult.NotAllowed refused => refused.Reason,
        _ => "",
    };

    /// <summary>All the unit wrote: a repeat of the same state moves nothing, and its words must be found somewhere.</summary>
    private static string Line(UnitStatus status)
    {
        string?[] notes = [status.Reason, status.InternalNote, status.PublicNote is { } told ? $"Untuk pelapor: {told}" : null];
        return string.Join(' ', notes.OfType<string>().Select(Masked).Prepend($"Unit: {status.Status}."));
    }

    private static string? Masked(string? text) => text is null ? null : IdentityMask.Mask(text).Text;

    private static string Hash(UnitStatus status) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(RouterJson.Write(status))));
}
