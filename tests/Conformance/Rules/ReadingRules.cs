using System.Text.Json;
using Hub.Contracts.Channels;
using Hub.Contracts.Reports;

namespace Hub.Conformance.Rules;

/// <summary>What a reader makes of whole bodies.</summary>
internal static class ReadingRules
{
    private static readonly JsonSerializerOptions Plain = new() { WriteIndented = true };

    public static readonly IReadOnlyList<ConnectorRule> All =
    [
        new("order-of-items-is-kept", [Side.Reading], OrderAsync),
        new("a-duplicate-has-the-same-id", [Side.Reading], DuplicateAsync),
        new("different-reports-have-different-ids", [Side.Reading], DifferentAsync),
        new("reading-is-pure", [Side.Reading], PureAsync),
        new("times-are-the-channels-and-in-no-guessed-zone", [Side.Reading], TimesAsync),
        new("anonim-and-rahasia-are-kept", [Side.Reading, Side.Flags], FlagsAsync),
        new("an-unknown-word-is-reported-and-not-mapped", [Side.Reading], StrangeAsync),
    ];

    private static Task OrderAsync(IConnectorBench bench, CancellationToken cancellationToken)
    {
        var numbers = Enumerable.Range(1, 12).ToList();
        var read = bench.Read(bench.Body([.. numbers.Select(Samples.Good)])).Items.OfType<InboundReport>().Select(report => report.Text);
        Conforms.That(read.SequenceEqual(numbers.Select(number => Samples.Good(number).Report.Text)), "Twelve reports of one body came out in another order or number.");
        return Task.CompletedTask;
    }

    private static Task DuplicateAsync(IConnectorBench bench, CancellationToken cancellationToken)
    {
        var first = Ids(bench, bench.Body(Samples.Good(1)));
        bench.Stage.Clock.Advance(TimeSpan.FromDays(8));
        var later = bench.Body(Samples.Good(2), Samples.Good(1)) with { ReceivedAt = bench.Stage.Clock.GetUtcNow() };

        Conforms.That(first.Count == 1, "One report did not give one item.");
        Conforms.That(Ids(bench, later).Contains(first[0]), "The same report in another body, eight days later, had another external id.");
        return Task.CompletedTask;
    }

    private static Task DifferentAsync(IConnectorBench bench, CancellationToken cancellationToken)
    {
        var ids = Ids(bench, bench.Body([.. Enumerable.Range(1, 20).Select(Samples.Good)]));
        Conforms.That(ids.Distinct().Count() == 20, $"Twenty reports had {ids.Distinct().Count()} external ids.");
        return Task.CompletedTask;
    }

    private static Task PureAsync(IConnectorBench bench, CancellationToken cancellationToken)
    {
        var raw = bench.Body(Samples.Good(1), new SamplePart.Broken(new SampleReport(2, Stage.Start)), Samples.Good(3));
        var before = Written(bench.Read(raw));
        bench.Stage.Clock.Advance(TimeSpan.FromDays(400));
        Conforms.That(before == Written(bench.Read(raw)), "The same bytes gave something else when read again later.");
        return Task.CompletedTask;
    }

    private static Task TimesAsync(IConnectorBench bench, CancellationToken cancellationToken)
    {
        var at = Stage.Start.AddHours(-30);
        var read = bench.Read(bench.Body(new SamplePart.Good(new SampleReport(1, at)))).Items.OfType<InboundReport>().Single();
        Conforms.That(read.OccurredAt == at, $"A report of {at:O} was read as of {read.OccurredAt:O}.");
        return Task.CompletedTask;
    }

    private static Task FlagsAsync(IConnectorBench bench, CancellationToken cancellationToken)
    {
        foreach (var wanted in new Sensitivity[] { new(false, false), new(true, false), new(false, true), new(true, true) })
        {
            var shown = new Sensitivity(wanted.Anonymous && bench.Carries.Anonymous, wanted.Secret && bench.Carries.Secret);
            var report = new SampleReport(1, Stage.Start) { Anonymous = shown.Anonymous, Secret = shown.Secret };
            var read = bench.Read(bench.Body(new SamplePart.Good(report))).Items.OfType<InboundReport>().Single();
            Conforms.That(read.Sensitivity == shown, $"{shown} became {read.Sensitivity}.");
        }

        return Task.CompletedTask;
    }

    private static Task StrangeAsync(IConnectorBench bench, CancellationToken cancellationToken)
    {
        var strange = new SampleReport(2, Stage.Start);
        var read = bench.Read(bench.Body(Samples.Good(1), new SamplePart.Strange(strange, "melayang"), Samples.Good(3)));
        var noted = read.Unreadable.Where(one => one.Code.StartsWith("unknown", StringComparison.Ordinal)).ToList();

        Conforms.That(noted.Count > 0, "A word that is in no table was not reported.");
        Conforms.That(noted.All(one => one.Path.Contains('1', StringComparison.Ordinal)), "The report of the unknown word does not say where it stands.");
        Conforms.That(
            read.Items.OfType<InboundReport>().Where(report => report.Text == strange.Text).All(report => report.ChannelState is null),
            "The unknown word was mapped to a state.");
        Conforms.That(read.Items.OfType<InboundReport>().Count(report => report.Text != strange.Text) == 2, "The unknown word held a neighbour back.");
        return Task.CompletedTask;
    }

    private static List<string> Ids(IConnectorBench bench, RawItem raw) => [.. bench.Read(raw).Items.Select(item => item.ExternalId)];

    private static string Written(NormalisedBody body) =>
        JsonSerializer.Serialize(body.Items.Select(item => (object)item), Plain) + JsonSerializer.Serialize(body.Unreadable, Plain);
}
