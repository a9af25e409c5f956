using Hub.Router.Persistence.Rows;

namespace Hub.Router.Routing;

/// <summary>
/// Reports that this process has just committed, for the router that hears of them a moment later: it need not read them again.
/// A copy may have been overtaken; whoever decides on it writes only where the row's version is still that of the copy, and then
/// reads the row, since a copy that was taken is gone from here.
/// </summary>
internal sealed class FreshReports(TimeProvider clock)
{
    internal const int Most = 4_096;

    /// <summary>Of all copies together: eight megabytes.</summary>
    internal const int MostLetters = 4 * 1024 * 1024;

    internal static readonly TimeSpan Moment = TimeSpan.FromMinutes(1);

    private readonly Lock gate = new();
    private readonly Dictionary<Guid, LinkedListNode<Copy>> copies = [];
    private readonly LinkedList<Copy> byAge = [];
    private long letters;
    private volatile bool isAsked;

    /// <summary>A process that routes nothing keeps nothing.</summary>
    public bool IsAsked => isAsked;

    /// <param name="reports">Committed, and as they would be read.</param>
    public void Keep(IReadOnlyCollection<Report> reports)
    {
        if (!isAsked || reports.Count == 0)
        {
            return;
        }

        var now = clock.GetUtcNow();
        lock (gate)
        {
            foreach (var report in reports)
            {
                Remove(report.Id);
                copies[report.Id] = byAge.AddLast(new Copy(report, now));
                letters += Letters(report);
            }

            Shed(now);
        }
    }

    /// <summary>Their rows say something else now.</summary>
    public void Forget(IReadOnlyCollection<Guid> reports)
    {
        lock (gate)
        {
            foreach (var report in reports)
            {
                Remove(report);
            }
        }
    }

    /// <returns>Those that are here; nobody gets them again.</returns>
    public List<Report> Take(IReadOnlyCollection<Guid> reports)
    {
        isAsked = true;
        List<Report> taken = [];
        lock (gate)
        {
            Shed(clock.GetUtcNow());
            foreach (var report in reports)
            {
                if (Remove(report) is { } copy)
                {
                    taken.Add(copy);
                }
            }
        }

        return taken;
    }

    private static int Letters(Report report) => report.Text.Length + (report.Title?.Length ?? 0) + (report.Place?.Length ?? 0);

    private void Shed(DateTimeOffset now)
    {
        while (byAge.First is { Value: var oldest } && (copies.Count > Most || letters > MostLetters || now - oldest.At > Moment))
        {
            Remove(oldest.Report.Id);
        }
    }

    private Report? Remove(Guid id)
    {
        if (!copies.Remove(id, out var node))
        {
            return null;
        }

        byAge.Remove(node);
        letters -= Letters(node.Value.Report);
        return node.Value.Report;
    }

    private readonly record struct Copy(Report Report, DateTimeOffset At);
}
