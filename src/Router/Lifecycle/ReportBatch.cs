using Hub.Router.Outbox;
using Hub.Router.Persistence;
using Hub.Router.Persistence.Rows;

namespace Hub.Router.Lifecycle;

/// <summary>
/// Changes of many reports in one transaction: judged in memory on what was read, one after the other for each report, and
/// written in sets. The version that was read is the lock: of a report that somebody else changed since, nothing is written.
/// </summary>
internal sealed class ReportBatch(ReportChanges changes, BusMessages messages, IEnumerable<Report> read, DateTimeOffset now)
{
    internal static readonly SetChange<Work> Move = new(
        """
        UPDATE reports SET version = {version}, updated_at = {updated}, state = {state}, unit = {unit}, addressee = {addressee}, reason = {reason},
            channel_word = {word}, state_at = {since}, restricted = restricted OR {restricted}
        {from} WHERE id = {id} AND version = {seen}
        RETURNING id
        """,
        SetColumns.Id<Work>("id", work => work.Now.Id),
        SetColumns.Number<Work>("seen", work => work.Seen),
        SetColumns.Number<Work>("version", work => work.Now.Version),
        SetColumns.Instant<Work>("updated", work => work.Now.UpdatedAt),
        SetColumns.Text<Work>("state", work => work.Now.State.ToString()),
        SetColumns.Text<Work>("unit", work => work.Now.Unit),
        SetColumns.Text<Work>("addressee", work => work.Now.Addressee),
        SetColumns.Text<Work>("reason", work => work.Now.Reason),
        SetColumns.Text<Work>("word", work => work.Now.ChannelWord),
        SetColumns.Instant<Work>("since", work => work.Now.StateAt),
        SetColumns.Flag<Work>("restricted", work => work.Now.Restricted));

    private readonly Dictionary<Guid, Work> reports = read.ToDictionary(report => report.Id, report => new Work(report));

    /// <summary>How many reports have something to write.</summary>
    public int Touched => reports.Values.Count(work => work.Steps.Count > 0);

    /// <summary>The report as it stands after what was applied so far.</summary>
    public Report? Find(Guid reportId) => reports.GetValueOrDefault(reportId)?.Now;

    public ChangeResult Apply(Guid reportId, StateChange change, bool restricts = false)
    {
        var work = reports[reportId];
        var locked = work.Now with { Version = work.Now.Version + 1, UpdatedAt = now };
        if (ReportChanges.IsOvertaken(locked, change))
        {
            return new ChangeResult(work.Now, new TransitionResult.Same());
        }

        var step = changes.Step(locked, change);
        work.Steps.Add(step);
        work.Now = restricts ? step.Result.Report with { Restricted = true } : step.Result.Report;
        return step.Result with { Report = work.Now };
    }

    /// <param name="followers">Reports that go on under these, when they have been read.</param>
    /// <returns>Reports that were still as they were read; the others have nothing written.</returns>
    public async Task<HashSet<Guid>> SaveAsync(StoreWrite write, IReadOnlyList<Follower>? followers, CancellationToken cancellationToken)
    {
        var touched = reports.Values.Where(work => work.Steps.Count > 0).OrderBy(work => work.Now.Id).ToList();
        var held = (await Move.QueryAsync(write.Db, touched, reader => reader.GetGuid(0), cancellationToken)).ToHashSet();
        write.Db.Raised?.UnionWith(held);
        var steps = touched.Where(work => held.Contains(work.Now.Id)).SelectMany(work => work.Steps).ToList();
        var told = steps.ConvertAll(step => step.Told).OfType<LedgerEntry>().ToList();
        await write.Db.InsertAsync(await changes.MoveClocksAsync(write.Db, steps, cancellationToken), cancellationToken);
        await write.Db.InsertAsync(told, cancellationToken);
        write.Send(messages.PassOnStatuses(told));
        await changes.TellMergedAsync(write, steps, followers, cancellationToken);
        return held;
    }

    internal sealed class Work(Report read)
    {
        public long Seen { get; } = read.Version;

        public Report Now { get; set; } = read;

        public List<ReportStep> Steps { get; } = [];
    }
}
