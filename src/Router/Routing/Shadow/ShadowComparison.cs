using Hub.Router.Persistence;
using Hub.Router.Persistence.Rows;
using Hub.Router.Routing.Trial;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;

namespace Hub.Router.Routing.Shadow;

/// <summary>
/// Lets the shadow rules decide what the rules in force have decided and saved, and writes down what they think, a group in
/// one statement. Whatever goes wrong here ends here: the decisions stand already.
/// </summary>
internal sealed partial class ShadowComparison(ShadowRules shadow, HubStore store, (HubIds Ids, TimeProvider Clock) at, HubMeter meter, ILogger<ShadowComparison> logger)
{
    public const string Agree = "agree";
    public const string Differs = "differs";
    public const string Failed = "failed";

    private int sinceTrim;

    public async Task CompareAsync(IReadOnlyList<(Report Report, Decided Decided)> made, CancellationToken cancellationToken)
    {
        if (shadow.Engine is not { } engine || made.Count == 0)
        {
            return;
        }

        try
        {
            ShadowDecision[] rows = [.. made.Select(one => Judge(engine, one.Report, one.Decided))];
            foreach (var kind in rows.CountBy(row => row.Kind))
            {
                meter.Shadow(kind.Key, kind.Value);
            }

            await store.WriteAsync((write, token) => write.Db.InsertAsync(rows, token), cancellationToken);
            await TrimAsync(rows.Length, cancellationToken);
        }
        catch (Exception fault)
        {
            meter.Shadow("unwritten", made.Count);
            Log.Unwritten(logger, made.Count, fault.GetType().Name);
        }
    }

    private ShadowDecision Judge(RoutingEngine engine, Report report, Decided real)
    {
        var judged = RuleJudgement.Of(engine, report);
        var (before, after) = (DecisionTarget.Of(real), DecisionTarget.Of(judged.Decided));
        var kind = judged.Fault is not null ? Failed : before == after && real.Outcome == judged.Decided.Outcome ? Agree : Differs;
        return new ShadowDecision
        {
            Id = at.Ids.Next(),
            ReportId = report.Id,
            At = at.Clock.GetUtcNow(),
            Kind = kind,
            RuleSet = real.RuleSet,
            ShadowSet = engine.Knowledge.Version,
            Target = before,
            ShadowTarget = after,
            Reason = kind is Agree ? null : judged.Decided.Reason,
            Explanation = kind is Agree ? null : judged.Decided.Explanation,
        };
    }

    /// <summary>Ids rise with time: what is behind the newest so many goes, each time a tenth of them was added.</summary>
    private async Task TrimAsync(int added, CancellationToken cancellationToken)
    {
        if (Interlocked.Add(ref sinceTrim, added) < Math.Max(1, shadow.Keep / 10))
        {
            return;
        }

        Interlocked.Exchange(ref sinceTrim, 0);
        await store.WriteAsync(
            async (write, token) =>
            {
                var oldest = await write.Db.Set<ShadowDecision>().OrderByDescending(row => row.Id).Skip(shadow.Keep).Select(row => (Guid?)row.Id).FirstOrDefaultAsync(token);
                return oldest is { } last ? await write.Db.Set<ShadowDecision>().Where(row => row.Id.CompareTo(last) <= 0).ExecuteDeleteAsync(token) : 0;
            },
            cancellationToken);
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Warning, "What the shadow rules think of {Count} decisions was lost ({Fault}); the decisions stand.")]
        public static partial void Unwritten(ILogger logger, int count, string fault);
    }
}
