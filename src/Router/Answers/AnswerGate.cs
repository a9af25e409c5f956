using Hub.Contracts.Reports;
using Hub.Router.Lifecycle;
using Hub.Router.Persistence;
using Hub.Router.Persistence.Rows;
using Hub.Router.Privacy;
using Hub.Router.StatusSync;
using Hub.Router.Units;
using Microsoft.Extensions.Options;

namespace Hub.Router.Answers;

/// <summary>What stands between a unit's words and the citizen: the check, and for some units a person's approval. Asked for many words at once.</summary>
internal sealed class AnswerGate(StatusLedger ledger, ReporterVault vault, ReportChanges changes, IOptions<AnswerOptions> options, HubIds ids, TimeProvider clock)
{
    /// <param name="reports">Those that the words speak of, by id.</param>
    /// <param name="followers">Reports that go on under one of them.</param>
    public async Task<AnswerJudge> OpenAsync(
        HubDbContext db, IReadOnlyList<UnitWord> words, IReadOnlyDictionary<Guid, Report> reports, IReadOnlyList<Follower> followers, CancellationToken cancellationToken)
    {
        var named = words.Where(word => word.Status.PublicNote is { } note && PersonNames.Find(note).Count > 0)
            .Select(word => reports.GetValueOrDefault(word.Status.ReportId!.Value)).OfType<Report>().DistinctBy(report => report.Id)
            .Where(report => report is { Anonymous: false, ReporterRef: not null } && followers.All(follower => follower.Into != report.Id)).ToList();
        var names = new Dictionary<Guid, string?>();
        if (named.Count > 0)
        {
            var people = await ReporterVault.ReadAsync(db, [.. named.Select(report => (report.ReporterRef!.Value, (Guid?)null))], cancellationToken);
            named.ForEach(report => names[report.Id] = NameOf(people, report));
        }

        return new AnswerJudge(this, names, followers.ToLookup(follower => follower.Into));
    }

    /// <summary>The rules for one note as things stand now.</summary>
    public AnswerText Text(Report report, (ReportState State, string PublicNote, string? InternalNote) said, (string? AllowedName, IEnumerable<Follower> Followers) around) =>
        new(said.State, said.PublicNote, said.InternalNote)
        {
            AllowedName = around.AllowedName,
            Channels =
            [
                .. around.Followers.Select(follower => (follower.Channel, follower.LastHeardAt)).Prepend((report.Channel, report.LastHeardAt))
                    .Where(channel => ledger.Tells(channel.Channel, said.State))
                    .Select(channel => (channel.Channel, ledger.LongestNote(channel.Channel, channel.LastHeardAt))).Distinct(),
            ],
        };

    public bool WantsApproval(string unit) => options.Value.ApprovalFor.Contains(unit, StringComparer.Ordinal);

    public TimelineEntry Line(Report report, string unit, ReportState state, string text) => changes.Line(report, unit, state, (TimelineKinds.Answer, text));

    public HeldAnswer Held(UnitWord word, StateChange change) => new()
    {
        Id = ids.Next(),
        ReportId = word.Status.ReportId!.Value,
        Unit = word.Unit,
        EventId = word.EventId,
        State = change.To,
        PublicNote = change.PublicNote!,
        Line = change.Text,
        SaidAt = change.OccurredAt,
        HeldAt = clock.GetUtcNow(),
        Outcome = HeldOutcome.Waiting,
    };

    /// <returns>Null when nobody is known, or the vault cannot be read: then no name is allowed.</returns>
    private string? NameOf(SealedPeople people, Report report)
    {
        try
        {
            return vault.Open(people, report.ReporterRef, report.Id)?.Name;
        }
        catch (SealException)
        {
            return null;
        }
    }
}

/// <summary>Judges the words of one batch and keeps what is to be written of those that do not go out.</summary>
internal sealed class AnswerJudge(AnswerGate gate, IReadOnlyDictionary<Guid, string?> names, ILookup<Guid, Follower> followers)
{
    public List<TimelineEntry> Lines { get; } = [];

    public List<HeldAnswer> Held { get; } = [];

    /// <returns>Why the words cannot go to the citizen, for the unit; null when they can, or when there are none.</returns>
    public string? Fault(UnitWord word, Report report, StateChange change)
    {
        if (change.PublicNote is null)
        {
            return null;
        }

        var around = (names.GetValueOrDefault(report.Id), followers[report.Id]);
        if (AnswerCheck.Fault(gate.Text(report, (change.To, word.Status.PublicNote!, word.Status.InternalNote), around)) is not { } fault)
        {
            return null;
        }

        Lines.Add(gate.Line(report, word.Unit, change.To, $"Jawaban unit tidak diteruskan: {fault}"));
        return fault;
    }

    /// <returns>True when the words wait for a person now; the report stays where it is.</returns>
    public bool Holds(UnitWord word, Report report, StateChange change)
    {
        if (change.PublicNote is null || !gate.WantsApproval(word.Unit) || ReportChanges.Judge(report, change) is not TransitionResult.Allowed)
        {
            return false;
        }

        Held.Add(gate.Held(word, change));
        Lines.Add(gate.Line(report, word.Unit, change.To, "Jawaban menunggu persetujuan Biro Komunikasi Publik."));
        return true;
    }
}
