using System.CommandLine;
using Hub.Router.Deadlines.Calendar;
using Hub.Router.Routing;
using Hub.Worker.Config.Reading;

namespace Hub.Worker.Cli;

/// <summary>hub calendar: the days off that deadlines are counted by, and the decrees that change them.</summary>
internal static class CalendarVerbs
{
    private static readonly Option<string> By = OperatorWords.By();

    public static Command Create() => new("calendar", "Days off that the deadlines are counted by: look, add, remove, take over a decree. Each change is a new version and moves open deadlines.")
    {
        Subcommands = { List(), Add(), Remove(), Import() },
    };

    private static Command List()
    {
        var year = new Option<int?>("--year") { Description = "Only this year." };
        var format = OperatorWords.Format();
        var verb = new Command("list", "The calendar in force, its working days a year, and how it came about.") { year, format };
        verb.SetAction((parse, token) => Verb.WithToolsAsync(parse.GetValue(HubCommand.ConfigurationFile), async services =>
        {
            var view = await services.GetRequiredService<CalendarDesk>().ListAsync(token);
            await Console.Out.WriteLineAsync(parse.GetValue(format) is "json" ? CalendarText.Json(view, parse.GetValue(year)) : CalendarText.Table(view, parse.GetValue(year)));
            if (!view.IsSound)
            {
                await Console.Error.WriteLineAsync($"These are not the days that version {view.Version} was made with: somebody changed the table by hand. Mend it with: hub calendar import");
            }

            return view.IsSound ? ExitCode.Good : ExitCode.Failed;
        }));
        return verb;
    }

    private static Command Add()
    {
        var day = Day();
        var name = new Option<string>("--name") { Description = "What the day is, for instance Cuti bersama Natal.", Required = true };
        var kind = new Option<string>("--kind") { Description = $"One of {string.Join(", ", HolidayRows.KnownKinds)}.", Required = true };
        kind.AcceptOnlyFromAmong([.. HolidayRows.KnownKinds]);
        var source = new Option<string>("--source") { Description = "The decree, or the page where it can be read.", Required = true };
        var reason = Reason(required: false);
        var verb = new Command("add", "One more day off. Open deadlines that lie behind it move.") { day, name, kind, source, reason, By };
        verb.SetAction((parse, token) => Verb.WithToolsAsync(parse.GetValue(HubCommand.ConfigurationFile), async services =>
        {
            var holiday = new Holiday(parse.GetValue(day), parse.GetValue(name)!, HolidayRows.KindOf(parse.GetValue(kind)!), parse.GetValue(source)!);
            if (new[] { holiday.Name, holiday.Source }.Any(string.IsNullOrWhiteSpace))
            {
                await Console.Error.WriteLineAsync("--name and --source must say something.");
                return ExitCode.Usage;
            }

            var act = (parse.GetValue(By)!, parse.GetValue(reason) ?? $"by {holiday.Source}");
            return await SayAsync(await services.GetRequiredService<CalendarDesk>().AddAsync(holiday, act, token), $"{holiday.Day:yyyy-MM-dd} is in the calendar already.", ExitCode.Good);
        }));
        return verb;
    }

    private static Command Remove()
    {
        var day = Day();
        var reason = Reason(required: true);
        var verb = new Command("remove", "A day off becomes a working day again. The calendar keeps that it was one.") { day, reason, By };
        verb.SetAction((parse, token) => Verb.WithToolsAsync(parse.GetValue(HubCommand.ConfigurationFile), async services =>
        {
            var result = await services.GetRequiredService<CalendarDesk>().RemoveAsync(parse.GetValue(day), (parse.GetValue(By)!, parse.GetValue(reason)!), token);
            return await SayAsync(result, $"{parse.GetValue(day):yyyy-MM-dd} is not in the calendar; see: hub calendar list", ExitCode.NotFound);
        }));
        return verb;
    }

    private static Command Import()
    {
        var file = new Argument<FileInfo>("FILE") { Description = "Columns date,name,kind,source as in holidays.csv. It speaks for the whole of each year that is in it, and for no other." };
        file.AcceptExistingOnly();
        var (reason, yes) = (Reason(required: true), OperatorWords.Yes());
        var verb = new Command("import", "Take over the days of a decree. Shows the difference first.") { file, reason, By, yes };
        verb.SetAction((parse, token) => Verb.WithToolsAsync(parse.GetValue(HubCommand.ConfigurationFile), async services =>
        {
            var faults = new List<KnowledgeFault>();
            var path = parse.GetValue(file)!;
            var days = HolidayRows.Read(path.DirectoryName!, path.Name, faults);
            if (faults.Count > 0 || days.Count == 0)
            {
                await Console.Error.WriteLineAsync(string.Join(Environment.NewLine, [.. faults.Select(fault => fault.ToString()), $"{faults.Count} fault(s), {days.Count} days; nothing was done."]));
                return ExitCode.Failed;
            }

            return await ImportAsync(services.GetRequiredService<CalendarDesk>(), days, (parse.GetValue(By)!, parse.GetValue(reason)!, parse.GetValue(yes)), token);
        }));
        return verb;
    }

    private static async Task<int> ImportAsync(CalendarDesk desk, IReadOnlyList<Holiday> days, (string By, string Reason, bool Yes) act, CancellationToken cancellationToken)
    {
        const string Nothing = "The calendar already has exactly these days; nothing to do.";
        var difference = await desk.CompareAsync(days, cancellationToken);
        if (difference.Count == 0)
        {
            await Console.Out.WriteLineAsync(Nothing);
            return ExitCode.Good;
        }

        await Console.Out.WriteLineAsync(CalendarText.Difference(difference));
        return await Confirmation.AskAsync(act.Yes, $"{difference.Count}")
            ?? await SayAsync(await desk.ImportAsync(difference, (act.By, act.Reason), cancellationToken), Nothing, ExitCode.Good);
    }

    private static async Task<int> SayAsync(CalendarResult result, string same, int sameCode)
    {
        var (text, code) = result switch
        {
            CalendarResult.Changed done => ($"The calendar is version {done.Version} now: {done.Added} added, {done.Removed} removed. Running hubs take it over within 30 seconds and move open deadlines.", ExitCode.Good),
            CalendarResult.Same => (same, sameCode),
            CalendarResult.Taken taken => ($"{taken.Day.Day:yyyy-MM-dd} is off already, as {taken.Day.Name} ({taken.Day.Source}). Remove it first, or import the decree.", ExitCode.Failed),
            CalendarResult.Overtaken overtaken => ($"Somebody changed the calendar meanwhile; it is version {overtaken.Version} now. Look at the difference again.", ExitCode.Failed),
            _ => throw new InvalidOperationException($"There is no answer for {result.GetType().Name}."),
        };
        await (code == ExitCode.Good ? Console.Out : Console.Error).WriteLineAsync(text);
        return code;
    }

    private static Argument<DateOnly> Day() => new("DATE") { Description = "A day, for instance 2026-12-24." };

    private static Option<string?> Reason(bool required) => new("--reason") { Description = "Why; kept with the version and in the journal.", Required = required };
}
