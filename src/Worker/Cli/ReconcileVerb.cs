using System.CommandLine;
using Hub.Contracts.Channels;
using Hub.Router.Reconciliation;

namespace Hub.Worker.Cli;

/// <summary>hub reconcile: holds the channels against the hub, repairs what is safe, lists the rest with what to do.</summary>
internal static class ReconcileVerb
{
    private static readonly Option<string?> Channel = new("--channel") { Description = "Only this channel: sp4n, cc158 or whatsapp." };
    private static readonly Option<string> Format = Formatted();
    private static readonly Option<string> By = new("--by") { Description = "Who does it; kept in the journal.", DefaultValueFactory = _ => Environment.UserName };

    public static Command Create()
    {
        var from = new Option<DateOnly?>("--from") { Description = "First day in Jakarta, for instance 2026-03-01; without it 35 days back." };
        var to = new Option<DateOnly?>("--to") { Description = "Last day in Jakarta; without it until now." };
        var repair = new Option<bool>("--repair") { Description = "Fetch again what is missing or behind here, and have vanished statuses repeated as the same operation. Without it nothing but the list changes." };
        var file = new Option<FileInfo?>("--file") { Description = "An export that staff took from the channel, where the channel cannot be asked (with --channel)." };
        var verb = new Command("reconcile", "Compare what the channels believe with what the hub has. Ends with 1 while findings are open.")
        {
            Channel, from, to, repair, Format, By, file, List(), Accept(),
        };
        verb.SetAction((parse, token) => Verb.WithToolsAsync(parse.GetValue(HubCommand.ConfigurationFile), async services =>
        {
            var request = new ReconciliationRequest(parse.GetValue(Channel), Begin(parse.GetValue(from)), Begin(parse.GetValue(to)?.AddDays(1)), parse.GetValue(repair), parse.GetValue(By)!);
            if (Misuse(services, request, parse.GetValue(file)) is { } misuse)
            {
                await Console.Error.WriteLineAsync(misuse);
                return ExitCode.Usage;
            }

            try
            {
                var reconciler = services.GetRequiredService<Reconciler>();
                IReadOnlyList<ReconciliationOutcome> outcomes = parse.GetValue(file) is { } export
                    ? [await reconciler.RunFileAsync(await OpenAsync(services, request.Channel!, export, token), request.Repair, request.By, token)]
                    : await reconciler.RunAsync(request, token);
                return await ShowAsync(services, outcomes, (request.Channel, parse.GetValue(Format)!), token);
            }
            catch (ExportException fault)
            {
                await Console.Error.WriteLineAsync(fault.Message);
                return ExitCode.Usage;
            }
        }));
        return verb;
    }

    private static Command List()
    {
        var verb = new Command("list", "What is open since the last comparison, without comparing.") { Channel, Format };
        verb.SetAction((parse, token) => Verb.WithToolsAsync(
            parse.GetValue(HubCommand.ConfigurationFile), services => ShowAsync(services, [], (parse.GetValue(Channel), parse.GetValue(Format)!), token)));
        return verb;
    }

    private static Command Accept()
    {
        var subject = new Argument<string>("SUBJECT") { Description = "The report's number or its id at the channel; with # and the operation for a status." };
        var reason = new Option<string>("--reason") { Description = "Why it may stay as it is; kept in the journal.", Required = true };
        var verb = new Command("accept", "Say that a finding may stay as it is. It is listed again when something else is wrong with it.") { subject, reason, By };
        verb.SetAction((parse, token) => Verb.WithToolsAsync(parse.GetValue(HubCommand.ConfigurationFile), async services =>
        {
            var count = await services.GetRequiredService<ReconciliationDesk>().AcceptAsync(parse.GetValue(subject)!, parse.GetValue(By)!, parse.GetValue(reason)!, token);
            await (count > 0 ? Console.Out : Console.Error).WriteLineAsync(count > 0 ? $"{count} finding(s) accepted." : $"There is no open finding of {parse.GetValue(subject)}; see: hub reconcile list");
            return count > 0 ? ExitCode.Good : ExitCode.NotFound;
        }));
        return verb;
    }

    private static async Task<int> ShowAsync(IServiceProvider services, IReadOnlyList<ReconciliationOutcome> outcomes, (string? Channel, string Format) how, CancellationToken cancellationToken)
    {
        const int Most = 10_000;
        var findings = await services.GetRequiredService<ReconciliationDesk>().OpenAsync(how.Channel, Most, cancellationToken);
        await Console.Out.WriteLineAsync(how.Format is "json" ? ReconcileText.Json(outcomes, findings) : ReconcileText.Table(outcomes, findings));
        return findings.Any(finding => !finding.Repairing) || outcomes.Any(outcome => !outcome.Whole) ? ExitCode.Failed : ExitCode.Good;
    }

    private static string? Misuse(IServiceProvider services, ReconciliationRequest request, FileInfo? file)
    {
        var channels = services.GetServices<IStatusSink>().Select(sink => sink.Channel).ToList();
        return (request, file) switch
        {
            ({ Channel: { } channel }, _) when !channels.Contains(channel) => $"{channel} is not a channel here; configured: {string.Join(", ", channels)}.",
            ({ From: { } from, To: { } to }, _) when from >= to => "--from is not before --to.",
            ({ Channel: null }, not null) => "--file needs --channel: whose export is it?",
            (_, { Exists: false }) => $"{file.FullName} does not exist.",
            _ => null,
        };
    }

    private static async Task<ExportFile> OpenAsync(IServiceProvider services, string channel, FileInfo file, CancellationToken cancellationToken)
    {
        var account = services.GetServices<IPolledChannel>().FirstOrDefault(polled => polled.Channel == channel)?.Account
            ?? throw new ExportException($"{channel} has no account that exports belong to.");
        var extension = file.Extension.ToLowerInvariant();
        var type = extension switch
        {
            ".xlsx" => "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
            ".xls" => "application/vnd.ms-excel",
            ".csv" => "text/csv",
            _ => "application/json",
        };
        return new ExportFile(channel, account, await File.ReadAllBytesAsync(file.FullName, cancellationToken), type, extension);
    }

    private static DateTimeOffset? Begin(DateOnly? day) => day is { } known ? JakartaDay.Noon(known).AddHours(-12) : null;

    private static Option<string> Formatted()
    {
        var format = new Option<string>("--format") { Description = "table or json.", DefaultValueFactory = _ => "table" };
        format.AcceptOnlyFromAmong("table", "json");
        return format;
    }
}
