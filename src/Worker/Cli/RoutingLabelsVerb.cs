using System.CommandLine;
using System.Text;
using Hub.Router.Routing;

namespace Hub.Worker.Cli;

/// <summary>`hub routing labels`: what people decided, as the file that `hub routing train` reads. Texts of citizens leave the hub with it, so each use is in the journal.</summary>
internal static class RoutingLabelsVerb
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    private static readonly string[] Columns = ["id", "title", "text", "location_hint", "topic_unit", "authority"];

    public static Command Create()
    {
        var from = new Option<DateOnly>("--from") { Description = "First day of receipt in Jakarta, for instance 2026-03-01.", Required = true };
        var to = new Option<DateOnly>("--to") { Description = "Last day of receipt in Jakarta.", Required = true };
        var file = new Option<FileInfo?>("--out") { Description = "The file to write, readable for its owner alone; without it the terminal." };
        var reason = new Option<string>("--reason") { Description = "What for; it stays in the journal.", DefaultValueFactory = _ => "training of the router" };
        var by = OperatorWords.By();
        var verb = new Command("labels", "Reports with what people decided about them, as CSV for training: masked texts, no restricted or secret report, only labels that are certain.") { from, to, file, reason, by };
        verb.SetAction((parse, token) => Verb.WithToolsAsync(parse.GetValue(HubCommand.ConfigurationFile), async services =>
        {
            var (first, last) = (parse.GetValue(from), parse.GetValue(to));
            if (first > last)
            {
                await Console.Error.WriteLineAsync($"--from {first:yyyy-MM-dd} is after --to {last:yyyy-MM-dd}; give the earlier day first.");
                return ExitCode.Usage;
            }

            var export = new LabelExport(services.GetRequiredService<RoutingHistory>(), first, last);
            var count = await export.WriteAsync(parse.GetValue(file)?.FullName, (parse.GetValue(by)!, parse.GetValue(reason)!), token);
            await Console.Error.WriteLineAsync($"{count} reports with labels.");
            return ExitCode.Good;
        }));
        return verb;
    }

    /// <summary>Written beside its place first, so that nothing leaves before the journal has it and a half file never looks like a whole one.</summary>
    private sealed class LabelExport(RoutingHistory history, DateOnly first, DateOnly last)
    {
        public async Task<int> WriteAsync(string? path, (string By, string Reason) act, CancellationToken cancellationToken)
        {
            var draft = path is null ? Path.GetTempFileName() : $"{path}.{Environment.ProcessId}.part";
            try
            {
                var count = await DraftAsync(draft, cancellationToken);
                await history.LeavesAsync($"{first:yyyy-MM-dd}..{last:yyyy-MM-dd}", count, act, cancellationToken);
                if (path is not null)
                {
                    File.Move(draft, path, overwrite: true);
                    return count;
                }

                await using var read = File.OpenRead(draft);
                await using var output = Console.OpenStandardOutput();
                await read.CopyToAsync(output, cancellationToken);
                return count;
            }
            finally
            {
                File.Delete(draft);
            }
        }

        private async Task<int> DraftAsync(string draft, CancellationToken cancellationToken)
        {
            var options = new FileStreamOptions { Mode = FileMode.Create, Access = FileAccess.Write };
            if (!OperatingSystem.IsWindows())
            {
                options.UnixCreateMode = OwnerOnly;
            }

            var count = 0;
            await using var writer = new StreamWriter(draft, new UTF8Encoding(false), options);
            await writer.WriteAsync(Line(Columns));
            await foreach (var report in history.LabelsAsync(JakartaDay.Begin(first), JakartaDay.Begin(last.AddDays(1)), cancellationToken))
            {
                count++;
                await writer.WriteAsync(Line([report.Id, report.Title ?? "", report.Text, report.Place ?? "", report.Topic ?? "", report.Authority ?? ""]));
            }

            return count;
        }

        private static string Line(IEnumerable<string> cells) => string.Join(',', cells.Select(FigureText.Quoted)) + "\r\n";
    }
}
