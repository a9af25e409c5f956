namespace Hub.Simulators.Demo;

/// <summary>Compares the statuses of one report in the hub with what its channel wrote down.</summary>
internal static class LedgerCheck
{
    private static readonly HashSet<string> Told = new(StringComparer.Ordinal) { "answered", "waiting_reporter" };

    public static void Compare(DemoCase one, DemoTally tally)
    {
        CompareOperations(one, tally);
        CompareOrder(one, tally);
        CompareWords(one, tally);
        CompareAnswers(one, tally);
    }

    private static void CompareOperations(DemoCase one, DemoTally tally)
    {
        var taken = one.Ledger.Where(entry => entry.OperationId is not null).ToLookup(entry => entry.OperationId!.Value);
        foreach (var status in one.Hub.Statuses.Where(HubWords.IsDelivered).Where(status => !taken.Contains(status.OperationId)))
        {
            tally.Lose($"{one}: {status.State} is delivered in the hub and not in the channel's ledger (operation {status.OperationId}).");
        }

        foreach (var repeated in taken.Where(operation => operation.Count() > 1))
        {
            tally.Double($"{one}: operation {repeated.Key} took effect {repeated.Count()} times at the channel.");
        }

        var known = one.Hub.Statuses.Select(status => status.OperationId).ToHashSet();
        foreach (var stranger in taken.Where(operation => !known.Contains(operation.Key)))
        {
            tally.Problems.Add($"{one}: the channel has operation {stranger.Key}, which the hub does not know.");
        }
    }

    private static void CompareOrder(DemoCase one, DemoTally tally)
    {
        List<Guid> atChannel = [.. one.Ledger.Select(entry => entry.OperationId).OfType<Guid>().Distinct()];
        List<Guid> inHub = [.. one.Hub.Statuses.Select(status => status.OperationId).Where(atChannel.Contains)];
        if (!inHub.SequenceEqual(atChannel.Where(inHub.Contains)))
        {
            tally.Problems.Add($"{one}: the channel got the statuses in another order than the hub has them.");
        }
    }

    private static void CompareWords(DemoCase one, DemoTally tally)
    {
        if (HubWords.PlaceOf(one.Hub) is HubPlace.NotOurs && !one.Ledger.Any(entry => entry.SaysNotOurs))
        {
            tally.Problems.Add($"{one}: the channel was not told that the report is not the ministry's.");
        }

        // The citizen of a chat channel knows the report only by the number in the conversation.
        if (one.Sent.Channel == "whatsapp" && one.Hub.Statuses.Any(HubWords.IsDelivered)
            && !one.Ledger.Any(entry => entry.Text.Contains(one.Hub.Number, StringComparison.Ordinal)))
        {
            tally.Problems.Add($"{one}: the citizen was never told the number {one.Hub.Number}.");
        }
    }

    private static void CompareAnswers(DemoCase one, DemoTally tally)
    {
        foreach (var answer in one.Answers.Where(answer => Told.Contains(answer.Status)))
        {
            if (!one.Ledger.Any(entry => entry.Text.Contains(answer.PublicNote!, StringComparison.Ordinal)))
            {
                tally.Lose($"{one}: what {answer.Unit} said ({answer.Status}) did not reach the channel.");
            }
        }
    }
}
