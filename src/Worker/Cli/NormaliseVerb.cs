using System.CommandLine;
using System.Text.Json;
using Hub.Connectors;
using Hub.Contracts.Channels;
using Hub.Router.Privacy;
using Hub.Worker.Http;

namespace Hub.Worker.Cli;

/// <summary>hub normalise: what the reader of a channel makes of raw bodies, without storing anything.</summary>
internal static class NormaliseVerb
{
    public static Command Create()
    {
        var readers = ConnectorRegistration.Normalisers();
        var channel = new Option<string>("--channel") { Description = "The channel the bodies come from.", Required = true };
        channel.AcceptOnlyFromAmong([.. readers.Select(reader => reader.Channel)]);
        var files = new Argument<string[]>("FILE") { Description = "Raw bodies, one a file.", Arity = ArgumentArity.OneOrMore };
        var verb = new Command("normalise", "Read raw bodies and show what is in them, one line of JSON a file. Identity is not shown.") { channel, files };
        verb.SetAction((parse, token) =>
        {
            var reader = readers.Single(each => each.Channel == parse.GetValue(channel));
            return ShowAsync(reader, parse.GetValue(files)!, token);
        });
        return verb;
    }

    private static async Task<int> ShowAsync(IReportNormaliser reader, IReadOnlyList<string> files, CancellationToken cancellationToken)
    {
        var code = ExitCode.Good;
        foreach (var file in files)
        {
            if (!File.Exists(file))
            {
                await Console.Error.WriteLineAsync($"{file} does not exist.");
                code = ExitCode.NotFound;
                continue;
            }

            var body = await File.ReadAllBytesAsync(file, cancellationToken);
            var raw = new RawItem(reader.Channel, "", body, TimeProvider.System.GetUtcNow()) { FileName = Path.GetFileName(file) };
            await Console.Out.WriteLineAsync(Line(file, reader.Normalise(raw)));
        }

        return code;
    }

    private static string Line(string file, NormalisedBody found) => JsonSerializer.Serialize(
        new
        {
            file,
            messages = found.Items.Count(item => item is InboundReport or InboundFollowUp),
            statuses = found.Items.Count(item => item is InboundStatus),
            signals = found.Items.Count(item => item is InboundSignal or InboundIdentityChange),
            quarantined = found.Unreadable.Count,
            items = found.Items.Select(Shown).Concat(found.Unreadable.Select(item => (object)new { kind = "quarantined", item.Path, item.Code, item.Reason })),
        },
        HttpJson.Line);

    private static string? Masked(string? text) => text is null ? null : IdentityMask.Mask(text).Text;

    private static object Shown(InboundItem item) => item switch
    {
        InboundReport report => new
        {
            kind = "report",
            report.Path,
            report.ExternalId,
            report.OccurredAt,
            Title = Masked(report.Title),
            Text = Masked(report.Text),
            report.Class,
            report.Category,
            Place = report.Place is { } place ? place with { Text = Masked(place.Text) } : null,
            report.Sensitivity,
            report.ChannelState,
            report.ChannelWord,
            report.ContentVersion,
            attachments = report.Attachments.Select(file => new { file.MediaType, file.FileName, file.Problem }),
            reporter = report.Reporter.ChannelIdentities.Select(identity => identity.Kind),
        },
        InboundFollowUp followUp => new { kind = "follow_up", followUp.Path, followUp.ExternalId, followUp.OccurredAt, followUp.ReportExternalId, Text = Masked(followUp.Text) },
        InboundStatus status => new { kind = "status", status.Path, status.ExternalId, status.OccurredAt, status.Word, status.ReportExternalId, status.State, status.Receipt, status.OperationId, status.FailureCode },
        InboundSignal signal => new { kind = "signal", signal.Path, signal.ExternalId, signal.OccurredAt, signal = signal.Kind, signal.TargetExternalId, Text = Masked(signal.Text) },
        InboundIdentityChange change => new { kind = "identity_change", change.Path, change.ExternalId, change.OccurredAt, from = change.Previous.Kind, to = change.Current.Kind },
        var other => throw new InvalidOperationException($"There is no way to show {other.GetType().Name}."),
    };
}
