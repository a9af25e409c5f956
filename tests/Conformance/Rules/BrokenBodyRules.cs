using System.Text;
using Hub.Contracts.Channels;

namespace Hub.Conformance.Rules;

/// <summary>What a reader makes of bodies that are no good: nothing is guessed, nothing is thrown, and no neighbour waits.</summary>
internal static class BrokenBodyRules
{
    private const int Deep = 2000;

    public static readonly IReadOnlyList<ConnectorRule> All =
    [
        new("a-broken-item-holds-no-neighbour", [Side.Reading], NeighbourAsync),
        new("a-cut-body-is-quarantined", [Side.Reading], CutAsync),
        new("a-web-page-is-quarantined", [Side.Reading], (bench, _) => Quarantined(bench, "<!doctype html><html><title>Galat</title></html>"u8.ToArray(), "A web page")),
        new("an-empty-body-is-quarantined", [Side.Reading], (bench, _) => Quarantined(bench, [], "An empty body")),
        new("a-deeply-nested-body-is-quarantined", [Side.Reading], (bench, _) => Quarantined(bench, Encoding.UTF8.GetBytes(new string('[', Deep) + new string(']', Deep)), "A body nested 2,000 deep")),
        new("bytes-that-are-not-utf-8-are-not-guessed-at", [Side.Reading], CharsetAsync),
        new("a-byte-order-mark-is-no-fault", [Side.Reading], MarkAsync),
    ];

    private static Task NeighbourAsync(IConnectorBench bench, CancellationToken cancellationToken)
    {
        var read = bench.Read(bench.Body(Samples.Good(1), new SamplePart.Broken(new SampleReport(2, Stage.Start)), Samples.Good(3)));
        var texts = read.Items.OfType<InboundReport>().Select(report => report.Text).Order(StringComparer.Ordinal);

        Conforms.That(texts.SequenceEqual([Samples.Good(1).Report.Text, Samples.Good(3).Report.Text]), "The two good neighbours of a broken item did not both come out, and alone.");
        Conforms.That(read.Unreadable.Count > 0, "The broken item was dropped without a word.");
        Complete(read);
        Conforms.That(read.Unreadable.All(one => one.Path.Contains('1', StringComparison.Ordinal)), "The path of the broken item does not name its place.");
        return Task.CompletedTask;
    }

    private static Task CutAsync(IConnectorBench bench, CancellationToken cancellationToken)
    {
        var whole = bench.Body(Samples.Good(1), Samples.Good(2)).Body.ToArray();
        foreach (var length in new[] { 1, whole.Length / 3, whole.Length / 2, whole.Length - 1 })
        {
            Quarantined(bench, whole[..length], $"A body cut after {length} of {whole.Length} bytes");
        }

        return Task.CompletedTask;
    }

    /// <summary>The words of the first report in Latin-1: its own item may be lost to quarantine, its words may not be made up.</summary>
    private static Task CharsetAsync(IConnectorBench bench, CancellationToken cancellationToken)
    {
        var body = bench.Body(Samples.Good(1)).Body.ToArray();
        var place = body.AsSpan().IndexOf("Lubang"u8);
        body[place + 1] = 0xE9;
        var read = bench.Read(bench.Body(Samples.Good(1)) with { Body = body });

        Conforms.That(read.Unreadable.Count > 0, "Bytes that are no UTF-8 were read as if they were text.");
        Conforms.That(read.Items.Count == 0, "A report came out of bytes that are no UTF-8.");
        Complete(read);
        return Task.CompletedTask;
    }

    private static Task MarkAsync(IConnectorBench bench, CancellationToken cancellationToken)
    {
        var raw = bench.Body(Samples.Good(1));
        var read = bench.Read(raw with { Body = (byte[])[0xEF, 0xBB, 0xBF, .. raw.Body.Span] });
        Conforms.That(read.Items.Count == 1 && read.Unreadable.Count == 0, "A byte order mark in front of a good body spoiled it.");
        return Task.CompletedTask;
    }

    private static Task Quarantined(IConnectorBench bench, byte[] bytes, string what)
    {
        var read = bench.Read(bench.Body(Samples.Good(1)) with { Body = bytes });
        Conforms.That(read.Items.Count == 0, $"{what} gave items.");
        Conforms.That(read.Unreadable.Count > 0, $"{what} was taken for one without items.");
        Complete(read);
        return Task.CompletedTask;
    }

    private static void Complete(NormalisedBody read)
    {
        foreach (var one in read.Unreadable)
        {
            Conforms.That(one.Code.Length is > 0 and <= 40 && one.Code.All(letter => char.IsAsciiLetterLower(letter) || letter is '_'), $"«{one.Code}» is no short fixed word.");
            Conforms.That(one.Reason.Length > 10 && one.Path is not null, $"{one.Code} comes without a reason or a path.");
        }
    }
}
