using System.CommandLine;
using Hub.Router.Intake.Quarantine;

namespace Hub.Worker.Cli;

/// <summary>Words that several verbs of operations staff share.</summary>
internal static class OperatorWords
{
    public static Option<string> By() => new("--by") { Description = "Who does it; kept in the journal.", DefaultValueFactory = _ => Environment.UserName };

    public static Option<string> Reason() => new("--reason") { Description = "Why; it stays in the journal.", Required = true };

    public static Option<bool> Yes() => new("--yes") { Description = "Do it without asking." };

    public static Option<string?> Channel() => new("--channel") { Description = "Only this channel, or this queue of the bus." };

    public static Option<string?> Code() => new("--code") { Description = "Only this code, for instance unknown_word." };

    public static Option<int> Batch(int size)
    {
        var option = new Option<int>("--batch") { Description = "How many before each pause.", DefaultValueFactory = _ => size };
        option.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<int>() is < 1 or > 1000)
            {
                result.AddError("--batch must be from 1 to 1000.");
            }
        });
        return option;
    }

    public static Option<TimeSpan> Pause() => new("--pause") { Description = "How long to rest after each batch, as 00:00:00.5.", DefaultValueFactory = _ => TimeSpan.FromMilliseconds(200) };

    public static Option<string> Format()
    {
        var option = new Option<string>("--format") { Description = "table or json.", DefaultValueFactory = _ => "table" };
        option.AcceptOnlyFromAmong("table", "json");
        return option;
    }

    public static string Minute(DateTimeOffset? at) => at is { } known ? $"{known:yyyy-MM-dd HH:mm}Z" : "-";

    public static string Line(QuarantineLine entry) =>
        $"{entry.Id}  {entry.At:yyyy-MM-dd HH:mm:ss}Z  {entry.Channel,-8}  {entry.Code,-16}  {entry.Attempts,2} tries  {entry.Settled ?? "open",-9}  {entry.Path}  {entry.Reason}";
}
