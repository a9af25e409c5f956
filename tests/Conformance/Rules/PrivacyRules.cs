using System.Text;
using Hub.Contracts.Channels;

namespace Hub.Conformance.Rules;

/// <summary>Nobody who reads ids, reasons or logs learns who reported, or a credential (P9).</summary>
internal static class PrivacyRules
{
    /// <summary>What a careless channel writes into its error answers.</summary>
    private static readonly string Gossip =
        $$"""{"error":{"code":100,"message":"{{SampleCitizen.Name}} {{SampleCitizen.Phone}} {{SampleCitizen.Email}}","error_data":{"details":"nomor {{SampleCitizen.Phone}}"} },"code":"{{SampleCitizen.Phone}}","errors":{"{{SampleCitizen.Email}}":["{{SampleCitizen.Name}}"]},"message":"{{SampleCitizen.Name}}" }""";

    public static readonly IReadOnlyList<ConnectorRule> All =
    [
        new("no-identity-in-ids", [Side.Reading], IdsAsync),
        new("no-identity-in-keys", [Side.Poll], KeysAsync),
        new("no-identity-in-reasons-of-quarantine", [Side.Reading], ReasonsAsync),
        new("no-identity-in-outcomes-of-a-push", [Side.Status], OutcomesAsync),
        new("no-identity-and-no-secret-in-the-log", [Side.Reading], LogAsync),
        new("the-reporter-stands-nowhere-but-in-the-vaults-part", [Side.Reading], PrintAsync),
    ];

    private static Task IdsAsync(IConnectorBench bench, CancellationToken cancellationToken)
    {
        foreach (var item in bench.Normaliser.Normalise(bench.Body(Samples.Good(1), Samples.Good(2))).Items)
        {
            Clean(bench, $"{item.ExternalId} {item.Path} {(item as InboundReport)?.PublicReference}", "an id or a path");
        }

        return Task.CompletedTask;
    }

    private static async Task KeysAsync(IConnectorBench bench, CancellationToken cancellationToken)
    {
        bench.FileAll(Samples.Reports(2, TimeSpan.FromSeconds(1)));
        var (items, cursor) = await bench.DrainAsync(null, cancellationToken);
        Clean(bench, cursor ?? "", "a cursor");
        foreach (var item in items)
        {
            Clean(bench, $"{item.Key} {item.FileName} {item.Account}", "the key of a raw item");
        }
    }

    private static Task ReasonsAsync(IConnectorBench bench, CancellationToken cancellationToken)
    {
        var report = new SampleReport(2, Stage.Start);
        List<RawItem> raws =
        [
            bench.Body(Samples.Good(1), new SamplePart.Broken(report)),
            bench.Body(new SamplePart.Strange(report, SampleCitizen.Phone)),
            bench.Body(new SamplePart.Strange(report, SampleCitizen.Email)),
            bench.Body(Samples.Good(1)) with { Body = bench.Body(Samples.Good(1)).Body[..^2] },
        ];
        foreach (var one in raws.SelectMany(raw => bench.Normaliser.Normalise(raw).Unreadable))
        {
            Clean(bench, $"{one.Path} {one.Code} {one.Reason}", $"the reason of {one.Code}");
        }

        return Task.CompletedTask;
    }

    private static async Task OutcomesAsync(IConnectorBench bench, CancellationToken cancellationToken)
    {
        var (_, status) = bench.Told();
        foreach (var code in new[] { 200, 400, 401, 403, 404, 409, 422, 429, 500, 503 })
        {
            bench.OnWrite(new GateAct.Answer(code, Gossip));
            Clean(bench, $"{await bench.Sink.PushAsync(status, cancellationToken)}", $"the outcome of {code}");
        }
    }

    private static async Task LogAsync(IConnectorBench bench, CancellationToken cancellationToken)
    {
        await KnockAsync(bench, cancellationToken);
        await PollAsync(bench, cancellationToken);
        await PushAsync(bench, cancellationToken);
        bench.Normaliser.Normalise(bench.Body(new SamplePart.Broken(new SampleReport(2, Stage.Start))));
        foreach (var line in bench.Stage.Log.Lines)
        {
            Clean(bench, line, "the log");
        }
    }

    private static Task PrintAsync(IConnectorBench bench, CancellationToken cancellationToken)
    {
        foreach (var item in bench.Normaliser.Normalise(bench.Body(Samples.Good(1))).Items.OfType<InboundReport>())
        {
            Conforms.That(!item.Sensitivity.Anonymous, "A report without flags came out anonymous.");
            Clean(bench, $"{item with { ExternalId = "", Text = "" }}", "a printed report");
        }

        return Task.CompletedTask;
    }

    /// <summary>Every sort of trouble at the door; a connector without one has nothing to log here.</summary>
    private static async Task KnockAsync(IConnectorBench bench, CancellationToken cancellationToken)
    {
        if (bench.LargestNotification == 0)
        {
            return;
        }

        foreach (var answer in new[] { Stored.Yes, Stored.No })
        {
            bench.Stage.Inbox.Answer = answer;
            using var request = bench.Notification(bench.Body(Samples.Good(1)).Body.ToArray());
            await bench.KnockAsync(request, cancellationToken);
            using var changed = bench.Notification(bench.Body(Samples.Good(1)).Body.ToArray());
            changed.Content = new ByteArrayContent(Encoding.UTF8.GetBytes(Gossip));
            await bench.KnockAsync(changed, cancellationToken);
        }
    }

    private static async Task PollAsync(IConnectorBench bench, CancellationToken cancellationToken)
    {
        bench.FileAll(Samples.Reports(2, TimeSpan.FromSeconds(1)));
        foreach (var act in new GateAct?[] { null, new GateAct.Answer(500, Gossip), new GateAct.Answer(200, Gossip), new GateAct.Answer(410, Gossip) })
        {
            bench.Stage.Gate.Script = call => call.IsRead ? act : null;
            if (bench.Polls)
            {
                await bench.OpenPoller().FetchAsync(null, cancellationToken);
            }

            await bench.Probe.ProbeAsync(cancellationToken);
        }
    }

    private static async Task PushAsync(IConnectorBench bench, CancellationToken cancellationToken)
    {
        var (_, status) = bench.Told(50);
        foreach (var act in new GateAct?[] { new GateAct.Answer(409, Gossip), new GateAct.Answer(400, Gossip), new GateAct.LoseAnswer(), new GateAct.Answer(401, Gossip), null })
        {
            bench.Stage.Gate.Script = call => call.IsWrite ? act : null;
            await bench.Sink.PushAsync(status, cancellationToken);
            await bench.Sink.ReadBackAsync(status, cancellationToken);
        }
    }

    private static void Clean(IConnectorBench bench, string words, string where)
    {
        foreach (var trace in SampleCitizen.Traces.Concat(bench.Secrets))
        {
            Conforms.That(!words.Contains(trace, StringComparison.OrdinalIgnoreCase), $"A trace of the citizen or a secret stands in {where}.");
        }
    }
}
