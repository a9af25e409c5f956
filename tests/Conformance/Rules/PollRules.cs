using Hub.Contracts.Channels;

namespace Hub.Conformance.Rules;

/// <summary>Nothing falls through a poll.</summary>
internal static class PollRules
{
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);

    public static readonly IReadOnlyList<ConnectorRule> All =
    [
        new("a-full-page-is-not-the-end", [Side.Poll], LimitAsync),
        new("an-idle-poll-ends", [Side.Poll], EndsAsync),
        new("ties-in-time-across-a-page-all-arrive", [Side.Poll], TiesAsync),
        new("a-late-commit-is-found", [Side.Poll], LateAsync),
        new("the-cursor-is-a-value-of-the-data", [Side.Poll], DataValuedAsync),
        new("the-same-cursor-brings-the-same-items", [Side.Poll], RepeatAsync),
        new("the-cursor-never-goes-back-behind-what-is-read", [Side.Poll], MonotoneAsync),
        new("a-repeated-item-has-the-same-key", [Side.Poll], KeyAsync),
        new("polled-bytes-are-handed-on-byte-for-byte", [Side.Poll], BytesAsync),
    ];

    private static async Task LimitAsync(IConnectorBench bench, CancellationToken cancellationToken)
    {
        var reports = Samples.Reports((IConnectorBench.PageLimit * 2) + 5, Second);
        bench.FileAll(reports);
        var (items, _) = await bench.DrainAsync(null, cancellationToken);
        Arrived(bench, items, reports, "of two and a half pages in one poll");
    }

    private static async Task EndsAsync(IConnectorBench bench, CancellationToken cancellationToken)
    {
        bench.FileAll(Samples.Reports(IConnectorBench.PageLimit, Second));
        var (_, cursor) = await bench.DrainTwiceAsync(null, cancellationToken);
        for (var poll = 0; poll < 4; poll++)
        {
            var page = Conforms.Is<PollResult.Page>(await bench.OpenPoller().FetchAsync(cursor, cancellationToken), "A healthy channel gave no page.");
            if (!page.HasMore)
            {
                return;
            }

            cursor = page.NextCursor;
        }

        Conforms.That(false, "A channel without news is asked again at once, for ever.");
    }

    private static async Task TiesAsync(IConnectorBench bench, CancellationToken cancellationToken)
    {
        var reports = Samples.Reports(IConnectorBench.PageLimit + 3, TimeSpan.Zero);
        bench.FileAll(reports);
        var (items, _) = await bench.DrainTwiceAsync(null, cancellationToken);
        Arrived(bench, items, reports, "of one second");
    }

    private static async Task LateAsync(IConnectorBench bench, CancellationToken cancellationToken)
    {
        var reports = Samples.Reports(3, TimeSpan.FromMinutes(5));
        bench.File(reports[0]);
        bench.File(reports[2]);
        bench.Stage.Clock.Advance(TimeSpan.FromMinutes(10));
        var (items, cursor) = await bench.DrainTwiceAsync(null, cancellationToken);

        bench.File(reports[1]);
        var (later, _) = await bench.DrainTwiceAsync(cursor, cancellationToken);
        Arrived(bench, items.Concat(later), reports, "with one that became visible late, five minutes behind the newest");
    }

    private static async Task DataValuedAsync(IConnectorBench bench, CancellationToken cancellationToken)
    {
        // Our clock runs a day ahead of the channel's.
        var reports = Samples.Reports(2, TimeSpan.FromMinutes(1));
        bench.File(reports[0]);
        bench.Stage.Clock.Advance(TimeSpan.FromDays(1));
        var (items, cursor) = await bench.DrainTwiceAsync(null, cancellationToken);

        bench.File(reports[1]);
        var (later, _) = await bench.DrainTwiceAsync(cursor, cancellationToken);
        Arrived(bench, items.Concat(later), reports, "of a channel whose clock is a day behind ours");
    }

    private static async Task RepeatAsync(IConnectorBench bench, CancellationToken cancellationToken)
    {
        bench.FileAll(Samples.Reports(IConnectorBench.PageLimit + 3, Second));
        var poller = bench.OpenPoller();
        var first = await PageAsync(poller, null, cancellationToken);

        // The hub could not store the page: the cursor stays, and the same page is asked for again.
        var again = await PageAsync(poller, null, cancellationToken);
        Conforms.That(first.Items.Select(Samples.KeyOf).SequenceEqual(again.Items.Select(Samples.KeyOf)), "A page that was not stored did not come again under the same cursor.");
    }

    private static async Task MonotoneAsync(IConnectorBench bench, CancellationToken cancellationToken)
    {
        // Two hours of reports; whatever the overlap is, the first of them is not news for ever.
        var reports = Samples.Reports(IConnectorBench.PageLimit + 3, TimeSpan.FromMinutes(10));
        bench.Stage.Clock.Advance(TimeSpan.FromHours(3));
        bench.FileAll(reports);
        var (_, cursor) = await bench.DrainTwiceAsync(null, cancellationToken);
        var (items, _) = await bench.DrainTwiceAsync(cursor, cancellationToken);
        Conforms.That(bench.Found(items, reports.Take(1)).Count == 0, "A poll began again at the beginning though nothing was lost.");
    }

    private static async Task KeyAsync(IConnectorBench bench, CancellationToken cancellationToken)
    {
        bench.FileAll(Samples.Reports(3, Second));
        var first = await PageAsync(bench.OpenPoller(), null, cancellationToken);
        bench.Stage.Clock.Advance(TimeSpan.FromHours(1));
        var again = await PageAsync(bench.OpenPoller(), null, cancellationToken);

        Conforms.That(first.Items.All(item => item.Key is { Length: > 0 }), "An item with an id of the channel's has no key.");
        Conforms.That(first.Items.Select(item => item.Key).Distinct().Count() == first.Items.Count, "Two items share a key.");
        Conforms.That(first.Items.Select(item => item.Key).SequenceEqual(again.Items.Select(item => item.Key)), "The same item had another key when it came again.");
    }

    private static async Task BytesAsync(IConnectorBench bench, CancellationToken cancellationToken)
    {
        // Blanks inside an item: whoever parses and writes again loses them.
        bench.FileAll(Samples.Reports(2, Second));
        List<byte[]> pages = [];
        bench.OnRead(new GateAct.Rewrite(body =>
        {
            pages.Add(Wide(body));
            return pages[^1];
        }));
        var result = await PageAsync(bench.OpenPoller(), null, cancellationToken);

        Conforms.That(result.Items.Count >= 2, "Blanks in a page cost items.");
        Conforms.That(result.Items.All(item => pages.Any(page => page.AsSpan().IndexOf(item.Body.Span) >= 0)), "The bytes of an item are not those of the page.");
    }

    private static byte[] Wide(byte[] body)
    {
        List<byte> wide = [];
        var quoted = false;
        for (var index = 0; index < body.Length; index++)
        {
            quoted ^= body[index] is (byte)'"' && (index == 0 || body[index - 1] is not (byte)'\\');
            wide.Add(body[index]);
            if (!quoted && body[index] is (byte)',' or (byte)':')
            {
                wide.AddRange("  "u8);
            }
        }

        return [.. wide];
    }

    private static async Task<PollResult.Page> PageAsync(IPolledChannel poller, string? cursor, CancellationToken cancellationToken) =>
        Conforms.Is<PollResult.Page>(await poller.FetchAsync(cursor, cancellationToken), "A healthy channel gave no page.");

    private static void Arrived(IConnectorBench bench, IEnumerable<RawItem> items, IReadOnlyList<SampleReport> reports, string which)
    {
        var found = bench.Found(items, reports);
        var missing = reports.Select(report => report.Number).Except(found).ToList();
        Conforms.That(missing.Count == 0, $"{missing.Count} of {reports.Count} reports {which} did not arrive.");
    }
}
