using Hub.Contracts.Reports;
using Hub.Router.Tests.Rig;

namespace Hub.Router.Tests.Accountability;

/// <summary>One life told over again from its ledger, to the instant of the figures: what was due, what was met, how it stands.</summary>
internal sealed class NaiveLife
{
    private static readonly string[] FirstWords = ["in_progress", "waiting_reporter", "postponed", "answered"];

    private readonly NaiveDays days;
    private DateTimeOffset started;
    private DateTimeOffset? closesAt;
    private int pausedMinutes;

    public NaiveLife(Life life, NaiveDays days, DateTimeOffset asOf)
    {
        (Life, this.days, started) = (life, days, life.ReceivedAt);
        foreach (var deed in life.Deeds.OrderBy(deed => deed.At))
        {
            CloseIfDue(deed.At);
            Do(deed);
        }

        CloseIfDue(asOf);
        VerifyDue = days.Due(VerifiedAt is null ? started : life.ReceivedAt, 3);
        ResponseDue = FirstResponseDue ?? Ends(5);
        CompletionDue = FirstCompletionDue ?? Ends(Limit);
    }

    public Life Life { get; }

    public string State { get; private set; } = "received";

    public string? Unit { get; private set; }

    public DateTimeOffset? VerifiedAt { get; private set; }

    public DateTimeOffset? RespondedAt { get; private set; }

    public DateTimeOffset? CompletedAt { get; private set; }

    public DateTimeOffset? EndedAt { get; private set; }

    public DateTimeOffset? PausedAt { get; private set; }

    public DateTimeOffset VerifyDue { get; }

    public DateTimeOffset ResponseDue { get; }

    public DateTimeOffset CompletionDue { get; }

    /// <summary>Null when nobody closed it for want of a reply.</summary>
    public bool AutoClosed { get; private set; }

    public List<string> ReturnedBy { get; } = [];

    public int Reopened { get; private set; }

    public string? FirstUnit { get; private set; }

    public string FirstOutcome { get; private set; } = "";

    public bool WentElsewhere { get; private set; }

    public bool ReturnedByFirst { get; private set; }

    private DateTimeOffset? FirstResponseDue { get; set; }

    private DateTimeOffset? FirstCompletionDue { get; set; }

    private int Limit => Life.Class switch
    {
        ReportClass.SupervisoryComplaint => 60,
        ReportClass.InformationRequest => 5,
        _ => 14,
    };

    public bool IsMerged => State == "merged";

    public bool IsOwed => State is not ("not_ours" or "withdrawn");

    private DateTimeOffset Ends(int limit) => days.Later(days.Due(started, limit), pausedMinutes);

    private void Do(Deed deed)
    {
        switch (deed.Word)
        {
            case "decided":
                Decide(deed);
                break;
            case "returned":
                Return(deed);
                break;
            case "reply":
                Reply(deed.At);
                break;
            case "closed" or "withdrawn" or "merged":
                Resume(deed.At);
                End(deed.Word, deed.At);
                AutoClosed = deed.ChannelWord == "Ditutup oleh Sistem";
                break;
            case "reopened":
                Reopen(deed.At);
                break;
            default:
                Work(deed);
                break;
        }
    }

    private void Decide(Deed deed)
    {
        if (FirstOutcome.Length == 0)
        {
            (FirstUnit, FirstOutcome) = (deed.Unit, deed.Unit is null ? "triage" : deed.Unit.StartsWith("EXT", StringComparison.Ordinal) ? "not_ours" : "assigned");
        }

        Go(deed.Unit, deed.At);
    }

    private void Go(string? to, DateTimeOffset at)
    {
        if (to is null)
        {
            (State, Unit) = ("triage", null);
            return;
        }

        VerifiedAt ??= at;
        if (to.StartsWith("EXT", StringComparison.Ordinal))
        {
            Unit = null;
            End("not_ours", at);
            return;
        }

        WentElsewhere |= FirstUnit is not null && to != FirstUnit;
        (State, Unit) = ("assigned", to);
    }

    private void Return(Deed deed)
    {
        ReturnedByFirst |= ReturnedBy.Count == 0 && deed.By == FirstUnit;
        ReturnedBy.Add(deed.By);
        Go(deed.Unit, deed.At);
    }

    private void Reply(DateTimeOffset at)
    {
        if (State == "waiting_reporter")
        {
            Resume(at);
            State = "in_progress";
        }
        else if (State == "answered")
        {
            closesAt = null;
        }
    }

    private void Work(Deed deed)
    {
        Resume(deed.At);
        if (FirstWords.Contains(deed.Word) && RespondedAt is null)
        {
            (RespondedAt, FirstResponseDue) = (deed.At, Ends(5));
        }

        State = deed.Word;
        (CompletedAt, FirstCompletionDue, closesAt) = (null, null, null);
        if (deed.Word == "waiting_reporter")
        {
            PausedAt = deed.At;
        }
        else if (deed.Word == "answered")
        {
            (CompletedAt, FirstCompletionDue, closesAt) = (deed.At, Ends(Limit), Life.Channel == RouterRig.Channel ? days.Due(deed.At, 10) : null);
        }
    }

    private void Resume(DateTimeOffset at)
    {
        if (PausedAt is { } since)
        {
            pausedMinutes += days.Minutes(since, at);
            PausedAt = null;
        }
    }

    private void End(string state, DateTimeOffset at)
    {
        (State, EndedAt, closesAt) = (state, at, null);
        if (CompletedAt is null)
        {
            (CompletedAt, FirstCompletionDue) = (at, Ends(Limit));
        }
    }

    private void Reopen(DateTimeOffset at)
    {
        Reopened++;
        (State, started, pausedMinutes) = ("reopened", at, 0);
        (EndedAt, CompletedAt, FirstCompletionDue, AutoClosed) = (null, null, null, false);
    }

    /// <summary>The hub closes what nobody replied to; it looks every few hours, and before anything else happens.</summary>
    private void CloseIfDue(DateTimeOffset now)
    {
        if (closesAt is { } due && due <= now)
        {
            End("closed", due);
            AutoClosed = true;
        }
    }
}
