using System.CommandLine;

namespace Hub.Worker.Cli;

/// <summary>Options of the verbs that look back over decided reports.</summary>
internal static class HistoryOptions
{
    public static Option<int> Days(int usual) => Within(
        new Option<int>("--days") { Description = $"How far back, by the time of receipt; {usual} when left out.", DefaultValueFactory = _ => usual }, 1, 36_500);

    public static Option<int> List(int usual) => Within(
        new Option<int>("--list") { Description = $"How many single reports to list; {usual} when left out.", DefaultValueFactory = _ => usual }, 0, 1_000_000);

    public static Option<string> Format()
    {
        var option = new Option<string>("--format") { Description = "table, csv or json.", DefaultValueFactory = _ => "table" };
        option.AcceptOnlyFromAmong("table", "csv", "json");
        return option;
    }

    private static Option<int> Within(Option<int> option, int least, int most)
    {
        option.Validators.Add(result =>
        {
            if (!int.TryParse(result.Tokens is [var token, ..] ? token.Value : "1", out var value) || value < least || value > most)
            {
                result.AddError($"{option.Name} must be from {least} to {most}.");
            }
        });
        return option;
    }
}
