using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using Hub.Router.Routing.Trial;
using Hub.Worker.Http;

namespace Hub.Worker.Cli;

/// <summary>`hub routing try --rules FOLDER --days N`: what other rules would have made of history. It only reads.</summary>
internal static class RoutingTryVerb
{
    public static Command Create(Option<DirectoryInfo> folder, TimeProvider clock)
    {
        var (days, list, format) = (HistoryOptions.Days(30), HistoryOptions.List(20), HistoryOptions.Format());
        var command = new Command("try", "Decides the reports of the last days again with the rules of --rules and shows what would be different; nothing is changed. With csv: the table from unit to unit, or with --list the reports.") { days, list, format };
        command.SetAction((parse, token) => RuleFolder.WithStoreAsync(parse, folder, async (services, engine) =>
        {
            var question = new TrialQuestion(clock.GetUtcNow() - TimeSpan.FromDays(parse.GetValue(days)), parse.GetValue(list));
            var result = await services.GetRequiredService<TrialDesk>().RunAsync(engine, question, token);
            Write(parse.InvocationConfiguration.Output, result, (parse.GetValue(format)!, parse.GetResult(list) is { Implicit: false }));
            return ExitCode.Good;
        }));
        return command;
    }

    private static void Write(TextWriter output, TrialResult result, (string Format, bool Listed) how)
    {
        IEnumerable<string> lines = how switch
        {
            ("json", _) => [JsonSerializer.Serialize(result, HttpJson.Readable)],
            ("csv", true) => Reports(result).Prepend("number,from,to,outcome_from,outcome_to,rule,open,due,decided_by"),
            ("csv", _) => MoveText.Csv(result.Moves),
            _ => Table(result),
        };
        foreach (var line in lines)
        {
            output.WriteLine(line);
        }
    }

    private static IEnumerable<string> Table(TrialResult result) =>
    [
        string.Create(CultureInfo.InvariantCulture, $"Rule set {result.RuleSet} on {result.Compared} decided reports received since {result.From:yyyy-MM-dd HH:mm}Z; {result.Undecided} without a decision are left out."),
        string.Create(CultureInfo.InvariantCulture, $"{result.Changed} would be decided otherwise ({Share(result.Changed, result.Compared):P2}). Triage: {result.TriageBefore} before, {result.TriageAfter} with these rules ({result.TriageAfter - result.TriageBefore:+0;-0;0}). The rules fail on {result.Failed}."),
        $"Decided before by: {string.Join(", ", result.DecidedBy.OrderByDescending(one => one.Value).Select(one => $"{one.Key} {one.Value}"))}. Of {result.ByPeople} decisions of people these rules make {result.LikePeople} alike.",
        "",
        .. MoveText.Table(result.Moves),
        "",
        .. MoveText.Table(result.Outcomes),
        "",
        "Open reports that would go elsewhere. Limits count from receipt: the next unit gets what is left of them.",
        .. result.Deadlines.Select(Deadline),
        .. result.Deadlines.Count == 0 ? ["  none"] : Array.Empty<string>(),
        "",
        $"Changed reports ({result.Changes.Count} of {result.Changed}): number, from, to, winning rule, nearest limit",
        .. result.Changes.Select(change => $"  {change.Number}  {change.From,-22} {change.To,-22} {change.Rule ?? "-",-28} {(change.Open ? Due(change.Due) : "ended")}"),
    ];

    private static string Deadline(TrialDeadline one) => string.Create(
        CultureInfo.InvariantCulture,
        $"  {one.Class}: {one.Open} open, {one.Overdue} overdue, nearest limit {Due(one.Nearest)}; limits {one.Limits.Verify}/{one.Limits.Response}/{one.Limits.Completion} working days; {one.OtherZone} to an office in another zone, {one.Ends} would end");

    private static IEnumerable<string> Reports(TrialResult result) => result.Changes.Select(change =>
        $"{change.Number},{change.From},{change.To},{change.OutcomeFrom},{change.OutcomeTo},{change.Rule},{(change.Open ? "open" : "ended")},{(change.Due is { } due ? $"{due.UtcDateTime:yyyy-MM-ddTHH:mm:ssZ}" : "")},{change.DecidedBy}");

    private static string Due(DateTimeOffset? due) => OperatorWords.Minute(due?.ToUniversalTime());

    private static double Share(long part, long whole) => whole == 0 ? 0 : (double)part / whole;
}
