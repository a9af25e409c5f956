using System.Globalization;
using Hub.Contracts.Reports;
using Hub.Router.Accountability;

namespace Hub.Router.Tests.Accountability;

/// <summary>
/// The figures counted again from the raw ledgers, one life after the other and without the hub: slow, plain, and by other hands
/// than the statements it is compared with.
/// </summary>
internal sealed class NaiveRecount(MonthLedger ledger, NaiveDays days)
{
    private readonly IReadOnlyList<NaiveLife> all = [.. ledger.Lives.Select(life => new NaiveLife(life, days, ledger.AsOf)).Where(life => !life.IsMerged)];

    /// <returns>By key and column.</returns>
    public Dictionary<(string Key, string Column), double> Count(string figure, FigureKey by, Func<NaiveLife, bool>? only = null)
    {
        var counted = new Dictionary<(string, string), double>();
        void Add(string key, string column, double value = 1) => counted[(key, column)] = counted.GetValueOrDefault((key, column)) + value;
        foreach (var life in all.Where(only ?? (_ => true)))
        {
            switch (figure)
            {
                case "sla":
                    Sla(life, by, Add);
                    break;
                case "backlog":
                    Backlog(life, Key(life, by, life.Unit), Add);
                    break;
                default:
                    Routing(life, Key(life, by, life.FirstUnit?.StartsWith("EXT", StringComparison.Ordinal) is true ? null : life.FirstUnit), Add);
                    break;
            }
        }

        return counted;
    }

    public Dictionary<(string Key, string Column), double> CountTellings(Func<Telling, string> key)
    {
        var counted = new Dictionary<(string, string), double>();
        foreach (var group in ledger.Tellings.GroupBy(key))
        {
            var lags = group.Where(one => one.Taken && one.State is ReportState.Acknowledged or ReportState.InProgress or ReportState.WaitingReporter or ReportState.Postponed or ReportState.Answered)
                .Where(one => one.Taken).Select(one => (one.ToldAt - one.OccurredAt).TotalSeconds).Order().ToList();
            counted[(group.Key, "statuses")] = group.Count();
            counted[(group.Key, "told")] = group.Count(one => one.Taken);
            counted[(group.Key, "refused")] = group.Count(one => !one.Taken);
            counted[(group.Key, "unitWordsTold")] = lags.Count;
            if (lags.Count > 0)
            {
                counted[(group.Key, "p50Seconds")] = lags[(int)Math.Ceiling(lags.Count * 0.5) - 1];
                counted[(group.Key, "p95Seconds")] = lags[(int)Math.Ceiling(lags.Count * 0.95) - 1];
            }
        }

        return counted;
    }

    private void Sla(NaiveLife life, FigureKey by, Action<string, string, double> add)
    {
        var key = Key(life, by, life.Unit);
        add(key, "reports", 1);
        Judge((life.VerifiedAt, life.VerifyDue, life.EndedAt ?? ledger.AsOf), "verified", (key, add));
        if (life.IsOwed)
        {
            Owed(life, (key, add));
        }

        add(key, "open", One(life.EndedAt is null));
        add(key, "openPastLimit", One(Missed(life) is not null));
        add(key, "autoClosed", One(life.AutoClosed));
        add(key, "autoClosedUnanswered", One(IsUnheard(life)));
        add(key, "reopened", life.Reopened);
        foreach (var unit in life.ReturnedBy)
        {
            add(Key(life, by, unit), "returned", 1);
        }
    }

    private void Owed(NaiveLife life, (string Key, Action<string, string, double> Add) to)
    {
        Judge((life.RespondedAt, life.ResponseDue, Stop(life)), "followedUp", to);
        Judge((life.CompletedAt, life.CompletionDue, Stop(life)), "completed", to, !IsUnheard(life));
        if (life.RespondedAt is { } responded)
        {
            to.Add(to.Key, "followed", 1);
            to.Add(to.Key, "days", days.Minutes(life.Life.ReceivedAt, responded) / 1440.0);
        }
    }

    private static void Judge((DateTimeOffset? Met, DateTimeOffset Due, DateTimeOffset Stop) clock, string name, (string Key, Action<string, string, double> Add) to, bool counts = true)
    {
        to.Add(to.Key, $"{name}Judged", One(clock.Met is not null || clock.Due < clock.Stop));
        to.Add(to.Key, $"{name}InLimit", One(clock.Met <= clock.Due && counts));
    }

    private void Backlog(NaiveLife life, string key, Action<string, string, double> add)
    {
        if (life.EndedAt is not null)
        {
            return;
        }

        add(key, "open", 1);
        add(key, "undecided", One(life.State is "received" or "triage"));
        add(key, "waitingReporter", One(life.PausedAt is not null));
        add(key, "answered", One(life.State == "answered"));
        add(key, "pastVerify", One(IsPast(life.VerifiedAt, life.VerifyDue, ledger.AsOf)));
        add(key, "pastFollowUp", One(IsPast(life.RespondedAt, life.ResponseDue, Stop(life))));
        add(key, "pastCompletion", One(IsPast(life.CompletedAt, life.CompletionDue, Stop(life))));
        if (Missed(life) is { } missed)
        {
            add(key, "openPastLimit", 1);
            add(key, Age(days.DaysAfter(NaiveDays.Day(missed), NaiveDays.Day(ledger.AsOf))), 1);
        }
    }

    private static string Age(int late) => late switch
    {
        <= 5 => "lateTo5",
        <= 14 => "late6To14",
        <= 60 => "late15To60",
        _ => "lateOver60",
    };

    private static bool IsPast(DateTimeOffset? met, DateTimeOffset due, DateTimeOffset stop) => met is null && due < stop;

    private static bool IsUnheard(NaiveLife life) => life.AutoClosed && life.RespondedAt is null;

    private static double One(bool holds) => holds ? 1 : 0;

    private static void Routing(NaiveLife life, string key, Action<string, string, double> add)
    {
        add(key, "decided", 1);
        add(key, "automatic", life.FirstOutcome is "assigned" ? 1 : 0);
        add(key, "notOurs", life.FirstOutcome is "not_ours" ? 1 : 0);
        add(key, "triage", life.FirstOutcome is "triage" ? 1 : 0);
        add(key, "returned", life.FirstOutcome is "assigned" && life.ReturnedByFirst ? 1 : 0);
        add(key, "rerouted", life.FirstOutcome is "assigned" && life.WentElsewhere ? 1 : 0);
    }

    private DateTimeOffset Stop(NaiveLife life) => life.PausedAt ?? life.EndedAt ?? ledger.AsOf;

    private DateTimeOffset? Missed(NaiveLife life) => life switch
    {
        { EndedAt: not null } => null,
        _ when IsPast(life.VerifiedAt, life.VerifyDue, ledger.AsOf) => life.VerifyDue,
        _ when IsPast(life.RespondedAt, life.ResponseDue, Stop(life)) => life.ResponseDue,
        _ when IsPast(life.CompletedAt, life.CompletionDue, Stop(life)) => life.CompletionDue,
        _ => null,
    };

    private static string Key(NaiveLife life, FigureKey by, string? unit) => by switch
    {
        FigureKey.Unit => unit ?? "-",
        FigureKey.Class => life.Life.Class.ToString(),
        FigureKey.Channel => life.Life.Channel,
        _ => NaiveDays.Local(life.Life.ReceivedAt).ToString("yyyy-MM", CultureInfo.InvariantCulture),
    };
}
