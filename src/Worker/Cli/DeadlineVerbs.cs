using System.CommandLine;
using System.Globalization;
using Hub.Router.Deadlines;
using Hub.Router.Units;

namespace Hub.Worker.Cli;

/// <summary>hub deadlines: which clocks run, and which are over.</summary>
internal static class DeadlineVerbs
{
    private const int Most = 200;

    private static readonly TimeSpan Jakarta = TimeSpan.FromHours(7);

    public static Command Create() => new("deadlines", "Legal time limits of open reports.") { Subcommands = { List() } };

    private static Command List()
    {
        var unit = new Option<string?>("--unit") { Description = "Only reports that this unit has, for instance PU-BM." };
        var overdue = new Option<bool>("--overdue") { Description = "Only what is late." };
        var most = new Option<int>("--most") { Description = "How many lines at most.", DefaultValueFactory = _ => Most };
        most.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<int>() is < 1 or > 100_000)
            {
                result.AddError("--most must be from 1 to 100000.");
            }
        });
        var verb = new Command("list", "Running clocks, the one that is due first at the top: number, unit, clock, due in Jakarta, working days left or late.") { unit, overdue, most };
        verb.SetAction((parse, token) => Verb.WithToolsAsync(parse.GetValue(HubCommand.ConfigurationFile), async services =>
        {
            var code = parse.GetValue(unit);
            if (code is not null && !services.GetRequiredService<UnitDirectory>().Exists(code))
            {
                await Console.Error.WriteLineAsync($"Not in the unit directory: {code}; see: hub units list");
                return ExitCode.NotFound;
            }

            foreach (var line in await services.GetRequiredService<DeadlineDesk>().ListAsync(code, parse.GetValue(overdue), parse.GetValue(most), token))
            {
                await Console.Out.WriteLineAsync(Words(line));
            }

            return ExitCode.Good;
        }));
        return verb;
    }

    internal static string Words(DeadlineLine line) => string.Create(
        CultureInfo.InvariantCulture,
        $"{line.Number}  {line.Unit ?? "-",-22}  {line.Clock,-10}  {line.DueAt.ToOffset(Jakarta):yyyy-MM-dd HH:mm} WIB  {Days(line)}");

    private static string Days(DeadlineLine line) => line switch
    {
        { Paused: true } => "paused, waits for the reporter",
        { WorkingDays: < 0 } => string.Create(CultureInfo.InvariantCulture, $"{-line.WorkingDays:F1} working days late"),
        _ => string.Create(CultureInfo.InvariantCulture, $"{line.WorkingDays:F1} working days left"),
    };
}
