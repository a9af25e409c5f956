using Hub.Contracts.Channels;

namespace Hub.Router.Reconciliation;

/// <summary>
/// Holds all that a channel lists against what the hub has, and the other way round. What would be a person's work is asked
/// for once more by its number, so that a race with the poll is never reported.
/// </summary>
internal sealed class ChannelComparison(HeldReports held, FindingStore findings, AuditPace pace)
{
    private const int MostPages = 100_000;

    /// <summary>The channel is asked from a little earlier, so that clocks cannot hide a report at the border.</summary>
    private static readonly TimeSpan Border = TimeSpan.FromMinutes(10);

    public async Task CompareAsync(AuditRun run, CancellationToken cancellationToken)
    {
        if (await ToListAsync(run, cancellationToken) is { } window)
        {
            await ListAsync(run, window, cancellationToken);
            await AskAgainAsync(run, cancellationToken);
            await LookForMissingAsync(run, window, cancellationToken);
        }

        if (!run.Order.IsFile)
        {
            await LookAgainAsync(run, cancellationToken);
        }
    }

    /// <returns>What still has to be listed; null when every day agrees or the channel is away.</returns>
    private async Task<AuditWindow?> ToListAsync(AuditRun run, CancellationToken cancellationToken)
    {
        var window = run.Order.Window;
        if (!run.Order.IsLight || run.Audit is not IDigestedAudit audit)
        {
            return window;
        }

        for (var day = Jakarta.DayOf(window.From); Jakarta.Begin(day) < window.To; day = day.AddDays(1))
        {
            var begin = Jakarta.Begin(day);
            var reports = await held.AllCameAsync(audit, new AuditWindow(begin, begin.AddDays(1)), cancellationToken);
            if (!await pace.MayCallAsync(run, cancellationToken))
            {
                return null;
            }

            switch (await audit.CompareAsync(day, [.. reports.Select(report => new AuditedVersion(report.ExternalId, report.ContentVersion))], cancellationToken))
            {
                case DigestResult.Unavailable away:
                    run.Stop(away.Reason, away.RetryAfter);
                    return null;
                case DigestResult.Differs:
                    return window with { From = begin };
            }
        }

        return null;
    }

    private async Task ListAsync(AuditRun run, AuditWindow window, CancellationToken cancellationToken)
    {
        var asked = window with { From = window.From - Border };
        string? cursor = null;
        for (var page = 0; page < MostPages && await pace.MayCallAsync(run, cancellationToken); page++)
        {
            switch (await run.Audit.ListAsync(asked, cursor, cancellationToken))
            {
                case AuditResult.Unavailable away:
                    run.Stop(away.Reason, away.RetryAfter);
                    return;
                case AuditResult.Page found:
                    await JudgeAsync(run, found.Entries, cancellationToken);
                    cursor = found.NextCursor;
                    break;
            }

            if (cursor is null)
            {
                return;
            }
        }

        run.Stop("The channel's list does not end.");
    }

    private async Task JudgeAsync(AuditRun run, IReadOnlyList<AuditEntry> entries, CancellationToken cancellationToken)
    {
        var known = await held.FindAsync(run.Audit, [.. entries.Select(entry => entry.ExternalId)], cancellationToken);
        foreach (var entry in entries)
        {
            run.List(entry.ExternalId);
            run.Take(entry.ExternalId, Drift.Judge(entry, known.GetValueOrDefault(entry.ExternalId), run.View));
        }
    }

    /// <summary>The list may be older than what the hub took meanwhile.</summary>
    private async Task AskAgainAsync(AuditRun run, CancellationToken cancellationToken)
    {
        foreach (var draft in run.Found.Where(draft => !draft.IsSafe).ToList())
        {
            await AskAsync(run, draft.ExternalId, cancellationToken);
        }
    }

    private async Task LookForMissingAsync(AuditRun run, AuditWindow window, CancellationToken cancellationToken)
    {
        if (run.IsStopped)
        {
            return;
        }

        foreach (var report in (await held.AllCameAsync(run.Audit, window, cancellationToken)).Where(report => !run.IsListed(report.ExternalId)))
        {
            if (Drift.NotShown(report) is Drift.None none)
            {
                run.Take(report.ExternalId, none);
            }
            else
            {
                await AskAsync(run, report.ExternalId, cancellationToken);
            }
        }
    }

    /// <summary>What was found before and lies outside of what was listed now.</summary>
    private async Task LookAgainAsync(AuditRun run, CancellationToken cancellationToken)
    {
        foreach (var externalId in (await findings.OpenReportsAsync(run.Audit, cancellationToken)).Where(id => !run.IsListed(id) && !run.Examined.Contains(id)))
        {
            await AskAsync(run, externalId, cancellationToken);
        }
    }

    private async Task AskAsync(AuditRun run, string externalId, CancellationToken cancellationToken)
    {
        if (!await pace.MayAskAsync(run, cancellationToken))
        {
            // What the list said may be out of date, and nothing better is known.
            run.Take(externalId, new Drift.CannotTell());
            return;
        }

        // Ours first: the channel can only be newer than it.
        var report = await held.FindAsync(run.Audit, externalId, cancellationToken);
        var answer = await run.Audit.FindAsync(externalId, cancellationToken);
        switch (answer)
        {
            case AuditFind.Shown shown:
                run.Take(externalId, Drift.Judge(shown.Entry, report, run.View));
                break;
            case AuditFind.NotShown:
                run.Take(externalId, report is null ? new Drift.None() : Drift.NotShown(report));
                break;
            case AuditFind.Unavailable away:
                run.Stop(away.Reason, away.RetryAfter);
                run.Take(externalId, new Drift.CannotTell());
                break;
        }
    }
}
