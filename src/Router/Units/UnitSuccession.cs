using Hub.Contracts.Reports;
using Hub.Router.Operations;
using Hub.Router.Persistence;
using Hub.Router.Persistence.Rows;
using Hub.Router.Reconciliation;
using Microsoft.EntityFrameworkCore;

namespace Hub.Router.Units;

/// <summary>Open reports of a unit that has ended.</summary>
/// <param name="Ended">The unit's last day.</param>
/// <param name="Successor">Who carries them on; null when a person decides.</param>
/// <param name="Open">How many would go there, or went.</param>
public sealed record SuccessionLine(string Unit, string Name, DateOnly Ended, string? Successor, int Open);

/// <summary>
/// Open reports of units that have ended go to the unit that carries on their work, each in a transaction of its own: another unit,
/// the same state, the same clocks. What such a unit said stays its own in the history.
/// </summary>
public sealed class UnitSuccession
{
    private const int Slice = 200;

    /// <summary>Where a unit has a report. An answered one without a successor needs nobody: its closing runs.</summary>
    private static readonly ReportState[] Working =
        [ReportState.Assigned, ReportState.Acknowledged, ReportState.InProgress, ReportState.WaitingReporter, ReportState.Postponed];

    private readonly HubStore store;
    private readonly SuccessionMove move;
    private readonly UnitDirectory directory;
    private readonly OperatorJournal journal;
    private readonly TimeProvider clock;

    internal UnitSuccession(HubStore store, SuccessionMove move, UnitDirectory directory, OperatorJournal journal, TimeProvider clock) =>
        (this.store, this.move, this.directory, this.journal, this.clock) = (store, move, directory, journal, clock);

    /// <summary>What would be moved now.</summary>
    public async Task<IReadOnlyList<SuccessionLine>> PlanAsync(CancellationToken cancellationToken)
    {
        var ended = Ended();
        var codes = ended.Keys.ToList();
        var counts = await store.ReadAsync(
            (db, token) => Open(db, codes).GroupBy(report => new { report.Unit, Answered = report.State == ReportState.Answered })
                .Select(group => new { group.Key.Unit, group.Key.Answered, Count = group.Count() }).ToListAsync(token),
            cancellationToken);
        return
        [
            .. counts.Where(one => ended[one.Unit!].To is not null || !one.Answered).GroupBy(one => one.Unit!).OrderBy(unit => unit.Key, StringComparer.Ordinal)
                .Select(unit => Line(ended[unit.Key], unit.Sum(one => one.Count))),
        ];
    }

    /// <summary>Moves all there is, as a person's act or by the sweep. Broken off anywhere and begun again, each report moves once.</summary>
    /// <param name="act">Null for the sweep.</param>
    public async Task<IReadOnlyList<SuccessionLine>> ApplyAsync((string By, string Reason)? act, CancellationToken cancellationToken)
    {
        var done = new List<SuccessionLine>();
        var ended = Ended();
        foreach (var line in await PlanAsync(cancellationToken))
        {
            // Written down first: what is broken off after it the sweep goes on with.
            await NoteAsync(act, line, cancellationToken);
            done.Add(line with { Open = await MoveAsync(ended[line.Unit], cancellationToken) });
        }

        return done;
    }

    private async Task<int> MoveAsync(Succession succession, CancellationToken cancellationToken)
    {
        var (count, after) = (0, Guid.Empty);
        while (true)
        {
            var found = await store.ReadAsync(
                (db, token) => Open(db, [succession.From]).Where(report => report.Id.CompareTo(after) > 0 && (succession.To != null || report.State != ReportState.Answered))
                    .OrderBy(report => report.Id).Select(report => report.Id).Take(Slice).ToListAsync(token),
                cancellationToken);
            foreach (var report in found)
            {
                count += await store.WriteAsync((write, token) => move.MoveAsync(write, report, succession, token), cancellationToken) ? 1 : 0;
            }

            if (found.Count < Slice)
            {
                return count;
            }

            after = found[^1];
        }
    }

    /// <summary>By the clocks, which know what is open by an index; a unit may have ended a million.</summary>
    private static IQueryable<Report> Open(HubDbContext db, List<string> units) =>
        from running in db.Set<ReportClock>().AsNoTracking()
        where running.EndedAt == null
        join report in db.Set<Report>().AsNoTracking() on running.ReportId equals report.Id
        where units.Contains(report.Unit!) && (Working.Contains(report.State) || report.State == ReportState.Answered)
        select report;

    private Dictionary<string, Succession> Ended()
    {
        var today = Jakarta.DayOf(clock.GetUtcNow());
        return directory.All.Where(unit => !unit.IsExternal).Select(unit => unit.Code).Distinct(StringComparer.Ordinal)
            .Select(code => Succession.Of(directory, code, today)).OfType<Succession>().ToDictionary(one => one.From, StringComparer.Ordinal);
    }

    private Task NoteAsync((string By, string Reason)? act, SuccessionLine line, CancellationToken cancellationToken) => act is not { } done
        ? Task.CompletedTask
        : store.WriteAsync(
            (write, token) => journal.AddAsync(write.Db, (done.By, "units.succession", line.Unit), $"to {line.Successor ?? "triage"}: {done.Reason}", line.Open, token), cancellationToken);

    internal static bool Moves(ReportState state, Succession succession) => Working.Contains(state) || (state is ReportState.Answered && succession.To is not null);

    private static SuccessionLine Line(Succession succession, int count) => new(succession.From, succession.FromName, succession.Ended, succession.To, count);
}
