using Hub.Contracts.Channels;
using Hub.Router.Persistence.Rows;

namespace Hub.Router.Reconciliation;

/// <summary>Which run is due. Pure: a night that was missed is made up for, and a run that was cut short comes again after a pause.</summary>
internal static class ReconciliationTimetable
{
    /// <returns>Null when nothing is due.</returns>
    public static ReconciliationOrder? Due(IChannelAudit audit, ReconciliationState state, (ReconciliationOptions Options, DateTimeOffset Now) at)
    {
        var (options, now) = at;
        if (state.NextAt > now && !IsNight(state, options, now))
        {
            return null;
        }

        var to = now - options.LateAfter;
        return IsNightOpen(state, options, now)
            ? new ReconciliationOrder(audit, new AuditWindow(to - options.Window, to), IsLight: false, options.Repair)
            : new ReconciliationOrder(audit, new AuditWindow(Jakarta.Begin(Jakarta.DayOf(to - options.LightWindow)), to), IsLight: true, options.Repair);
    }

    /// <summary>The hour has struck since the last run; the pause of the light runs does not hold it.</summary>
    private static bool IsNight(ReconciliationState state, ReconciliationOptions options, DateTimeOffset now) =>
        state.WholeAt is not null && state.At < LastNight(options, now);

    private static bool IsNightOpen(ReconciliationState state, ReconciliationOptions options, DateTimeOffset now) =>
        state.WholeAt is null || state.WholeAt < LastNight(options, now);

    private static DateTimeOffset LastNight(ReconciliationOptions options, DateTimeOffset now)
    {
        var tonight = Jakarta.Begin(Jakarta.DayOf(now)) + options.NightlyAt;
        return tonight <= now ? tonight : tonight.AddDays(-1);
    }
}
