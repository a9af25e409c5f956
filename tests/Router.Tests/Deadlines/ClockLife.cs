using Hub.Contracts.Reports;
using Hub.Router.Deadlines;
using Hub.Router.Deadlines.Calendar;
using Hub.Router.Lifecycle;
using Hub.Router.Persistence.Rows;
using Hub.Router.Tests.Deadlines.Calendar;
using Hub.Router.Tests.Rig;

namespace Hub.Router.Tests.Deadlines;

/// <summary>The life of one report and its clocks, without store, bus or wall clock.</summary>
internal sealed class ClockLife
{
    public const string Makassar = "BWS-SUL1";

    /// <summary>The limits of the rig, with one office that is an hour ahead.</summary>
    public static readonly DeadlineBook Book = new([RigDeadlines.Rules], Days.Office("WIB"), new Dictionary<string, OfficeHours> { [Makassar] = Days.Office("WITA") })
    {
        Bureau = [RigKnowledge.Roads],
        Inspectorate = [RigKnowledge.Inspectorate],
    };

    public ClockLife(string received, ReportClass kind = ReportClass.Complaint, string channel = RouterRig.Channel)
    {
        var at = Days.At(received);
        Report = new Report
        {
            Id = Guid.CreateVersion7(at),
            Number = "LP-2026-000001",
            Channel = channel,
            Account = "main",
            ExternalId = "r-1",
            State = ReportState.Received,
            Version = 1,
            Class = kind,
            Text = "Jalan rusak",
            Anonymous = false,
            Secret = false,
            Restricted = false,
            ReceivedAt = at,
            LastHeardAt = at,
            UpdatedAt = at,
            StateAt = at,
        };
        Clock = Clocks.Begin(Report);
    }

    public ReportClocks Clocks { get; set; } = new(Book, Days.Shipped);

    public Report Report { get; private set; }

    public ReportClock Clock { get; private set; }

    public Dictionary<DateTimeOffset, ClockPause> Pauses { get; } = [];

    /// <summary>What runs, by name.</summary>
    public string Running
    {
        get
        {
            var count = Clocks.Count(Clock, Report.Unit);
            return string.Join(' ', count.Running(Clock).Select(running => running.Clock).Concat(count.Closes(Clock) ? ["close"] : []));
        }
    }

    public ClockLife Goes(ReportState to, string at, string? unit = null, string by = "unit") => Goes(to, Days.At(at), unit, by);

    /// <summary>The change is judged by the table of moves, as in the hub.</summary>
    public ClockLife Goes(ReportState to, DateTimeOffset at, string? unit = null, string by = "unit")
    {
        var change = new StateChange(to, by, "", at) { MayBeLate = by == "unit", FromChannel = by == "kanal" };
        var judged = ReportTransitions.Judge(Report.State, to, change.MayBeLate && at < Report.StateAt);
        var after = judged is TransitionResult.Allowed
            ? Report with { State = to, StateAt = at, Unit = to is ReportState.Triage or ReportState.NotOurs ? null : unit ?? Report.Unit }
            : Report;
        var step = Clocks.Move(Clock, new ReportMove(Report, change, new ChangeResult(after, judged)));
        if (step.Pause is { } pause)
        {
            Pauses[pause.FromAt] = pause;
        }

        (Report, Clock) = (after, step.Clock);
        return this;
    }

    public ClockLife Replies(string at)
    {
        Clock = Clocks.Replied(Clock, Report, Days.At(at));
        return this;
    }

    public ClockLife Becomes(ReportClass kind, DateTimeOffset at)
    {
        Report = Report with { Class = kind };
        Clock = Clocks.Reclassed(Clock, Report, at);
        return this;
    }

    public ClockLife IsRecounted(WorkCalendar calendar)
    {
        Clocks = new ReportClocks(Book, calendar);
        Clock = Clocks.Recounted(Clock, Report, Pauses.Values);
        return this;
    }
}
