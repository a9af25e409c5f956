using System.Globalization;
using Hub.Contracts.Reports;
using Hub.Router.Persistence;
using Hub.Router.Reconciliation;
using Hub.Router.Units;

namespace Hub.Router.Accountability;

/// <summary>The accountability reports, for the command line and the operations API alike (deploy/FIGURES.md). Free of identity and of every citizen's word.</summary>
public sealed class FigureDesk
{
    private const string Everything = "Semua";

    private readonly HubStore store;
    private readonly UnitDirectory units;
    private readonly TimeProvider clock;
    private readonly Dictionary<string, Figure> figures;

    internal FigureDesk(HubStore store, UnitDirectory units, (SlaFigures Sla, BacklogFigures Backlog) clocks, TimeProvider clock)
    {
        (this.store, this.units, this.clock) = (store, units, clock);
        figures = new(StringComparer.Ordinal)
        {
            ["sla"] = new(SlaFigures.Measures, FigureKey.Unit, FromYear: true, clocks.Sla.CountAsync),
            ["backlog"] = new(BacklogFigures.Measures, FigureKey.Unit, FromYear: false, clocks.Backlog.CountAsync),
            ["sync"] = new(SyncFigures.Measures, FigureKey.Channel, FromYear: true, SyncFigures.CountAsync) { TotalAsync = SyncFigures.TotalAsync },
            ["routing"] = new(RoutingFigures.Measures, FigureKey.Unit, FromYear: true, RoutingFigures.CountAsync),
        };
    }

    /// <summary>The names there are.</summary>
    public static IReadOnlyList<string> Names { get; } = ["sla", "backlog", "sync", "routing"];

    public async Task<FigureAnswer> AskAsync(FigureAsk ask, CancellationToken cancellationToken)
    {
        if (FigureWords.Fault(ask, units) is { } fault)
        {
            return new FigureAnswer.Refused(fault);
        }

        var now = clock.GetUtcNow();
        var figure = figures[ask.Name];
        var to = FigureWords.Day(ask.To) ?? Jakarta.DayOf(now);
        var from = FigureWords.Day(ask.From) ?? (figure.FromYear ? new DateOnly(to.Year, 1, 1) : null);
        if (from > to)
        {
            return new FigureAnswer.Refused($"from ({from:yyyy-MM-dd}) is after to ({to:yyyy-MM-dd}); give the earlier day first.");
        }

        return new FigureAnswer.Shown(await store.ReadAsync(
            (db, token) =>
            {
                var scope = new FigureScope(FigureDialect.Of(db), FigureWords.Key(ask.By) ?? figure.By, ask.Unit, now) { From = from, To = to };
                return CountAsync(db, (ask.Name, figure), scope, token);
            },
            cancellationToken));
    }

    private async Task<FigureTable> CountAsync(HubDbContext db, (string Name, Figure Figure) what, FigureScope scope, CancellationToken cancellationToken)
    {
        var (name, figure) = what;
        var rows = new FigureRows();
        await figure.CountAsync(db, scope, rows, cancellationToken);
        var total = rows.Total();
        if (figure.TotalAsync is { } totalAsync)
        {
            total = await totalAsync(db, scope, total, cancellationToken);
        }

        return new FigureTable(name, scope.From, scope.To, scope.By, scope.Unit, scope.Now)
        {
            Columns = [.. figure.Measures.Select(measure => measure.Column)],
            Rows = [.. rows.All().Select(row => Row(figure, row.Key, NameOf(row.Key, scope), row.Sums) with { RuleSet = row.RuleSet.Length > 0 ? row.RuleSet : null })],
            Total = Row(figure, "*", Everything, total),
        };
    }

    private static FigureRow Row(Figure figure, string key, string name, FigureSums sums) => new(key, name, [.. figure.Measures.Select(measure => measure.Value(sums))]);

    private string NameOf(string key, FigureScope scope) => scope.By switch
    {
        FigureKey.Unit => key == "-" ? "(belum ada unit)" : units.All.LastOrDefault(unit => unit.Code == key)?.Name ?? key,
        FigureKey.Class => FigureWords.NameOf(Enum.Parse<ReportClass>(key)),
        FigureKey.Month => DateTime.ParseExact(key, "yyyy-MM", CultureInfo.InvariantCulture).ToString("MMMM yyyy", FigureWords.Indonesian),
        _ => key,
    };

    /// <param name="FromYear">Without a first day it begins with the year; otherwise with the first report there is.</param>
    private sealed record Figure(
        IReadOnlyList<FigureMeasure> Measures, FigureKey By, bool FromYear, Func<HubDbContext, FigureScope, FigureRows, CancellationToken, Task> CountAsync)
    {
        /// <summary>For sums that do not add up.</summary>
        public Func<HubDbContext, FigureScope, FigureSums, CancellationToken, Task<FigureSums>>? TotalAsync { get; init; }
    }
}
