using Hub.Router.Persistence;
using Hub.Router.Persistence.Rows;

namespace Hub.Router.StatusSync;

/// <summary>One limit on a status: the channel's or the citizen's.</summary>
/// <param name="Cost">Microseconds that one status uses up.</param>
internal sealed record Allowance(string Name, long Cost, int Burst, bool IsRecipient)
{
    /// <summary>How far ahead of the clock the allowance may be used.</summary>
    public long Slack => Cost * (Burst - 1);
}

/// <summary>Allowances as one transaction sees them: given out to many statuses in memory, spent once a name.</summary>
/// <param name="used">When each allowance is whole again, in microseconds since 1970; absent for one that is.</param>
internal sealed class SyncPurse(Dictionary<string, long> used, long now)
{
    internal static readonly SetChange<Spending> Spend = new(
        """
        UPDATE sync_budgets SET full_at = CASE WHEN full_at > {now} THEN full_at ELSE {now} END + {total} {from} WHERE name = {name} AND full_at <= {latest}
        """,
        SetColumns.Text<Spending>("name", spending => spending.Name),
        SetColumns.Number<Spending>("now", spending => spending.Now),
        SetColumns.Number<Spending>("total", spending => spending.Total),
        SetColumns.Number<Spending>("latest", spending => spending.Latest));

    private readonly Dictionary<string, Spending> spent = new(StringComparer.Ordinal);

    /// <returns>The first allowance that is used up, with the instant from which one more fits; null when all have room.</returns>
    public (Allowance Allowance, DateTimeOffset At)? Full(IReadOnlyList<Allowance> allowances)
    {
        foreach (var allowance in allowances)
        {
            if (WholeAt(allowance.Name) is var whole && whole > now + allowance.Slack)
            {
                return (allowance, DateTimeOffset.UnixEpoch + TimeSpan.FromMicroseconds(whole - allowance.Slack));
            }
        }

        return null;
    }

    public void Give(IReadOnlyList<Allowance> allowances) => Change(allowances, 1);

    /// <summary>The status did not go after all.</summary>
    public void TakeBack(IReadOnlyList<Allowance> allowances) => Change(allowances, -1);

    /// <exception cref="OvertakenException">Another process used up the last of one since it was looked at.</exception>
    public async Task SpendAsync(HubDbContext db, CancellationToken cancellationToken)
    {
        var all = spent.Values.Where(spending => spending.Total > 0).OrderBy(spending => spending.Name, StringComparer.Ordinal).ToList();
        await db.InsertNewAsync(all.Where(spending => !used.ContainsKey(spending.Name)).Select(spending => new SyncBudget { Name = spending.Name, FullAt = now }).ToList(), cancellationToken);
        if (await Spend.CountAsync(db, all, cancellationToken) < all.Count)
        {
            throw new OvertakenException("the rate of a channel");
        }
    }

    private long WholeAt(string name) => Math.Max(used.GetValueOrDefault(name), now) + (spent.TryGetValue(name, out var spending) ? spending.Total : 0);

    private void Change(IReadOnlyList<Allowance> allowances, int by)
    {
        foreach (var allowance in allowances)
        {
            var total = (spent.TryGetValue(allowance.Name, out var before) ? before.Total : 0) + (by * allowance.Cost);

            // The last of them must still have fitted.
            spent[allowance.Name] = new Spending(allowance.Name, now, total, now + allowance.Slack + allowance.Cost - total);
        }
    }

    internal sealed record Spending(string Name, long Now, long Total, long Latest);
}
