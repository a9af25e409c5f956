using System.CommandLine;
using System.Text.Json;
using Hub.Router.Intake;
using Hub.Router.Intake.Quarantine;
using Hub.Worker.Http;

namespace Hub.Worker.Cli;

/// <summary>hub quarantine: what could not be read or placed, and what a person does about it.</summary>
internal static class QuarantineVerbs
{
    private const int Page = 500;

    public static Command Create() => new("quarantine", "Items that could not be read or placed: look, edit a copy, retry, discard.")
    {
        Subcommands = { List(), Show(), Edit(), QuarantineActs.Retry(), QuarantineActs.Discard() },
    };

    private static Command List()
    {
        var (channel, code, format) = (OperatorWords.Channel(), OperatorWords.Code(), OperatorWords.Format());
        var all = new Option<bool>("--all") { Description = "Settled entries too." };
        var verb = new Command("list", "Open entries, oldest first, with the reason. Bodies stay sealed.") { channel, code, all, format };
        verb.SetAction((parse, token) => Verb.WithToolsAsync(parse.GetValue(HubCommand.ConfigurationFile), async services =>
        {
            var desk = services.GetRequiredService<QuarantineDesk>();
            var query = new QuarantineQuery(parse.GetValue(channel), parse.GetValue(code)) { All = parse.GetValue(all) };
            var json = parse.GetValue(format) == "json";
            Guid? after = null;
            while (await desk.ListAsync(query, after, Page, token) is { Count: > 0 } page)
            {
                foreach (var entry in page)
                {
                    await Console.Out.WriteLineAsync(json ? JsonSerializer.Serialize(entry, HttpJson.Line) : OperatorWords.Line(entry));
                }

                after = page[^1].Id;
            }

            return ExitCode.Good;
        }));
        return verb;
    }

    private static Command Show()
    {
        var id = new Argument<Guid>("ID") { Description = "As hub quarantine list shows it." };
        var reveal = new Option<bool>("--reveal") { Description = "Print the stored bytes and nothing else, with everybody's names; who looked is written down." };
        var by = OperatorWords.By();
        var verb = new Command("show", "One entry: the reason, the faulty place, and the body with identity masked.") { id, reveal, by };
        verb.SetAction((parse, token) => Verb.WithToolsAsync(parse.GetValue(HubCommand.ConfigurationFile), async services =>
        {
            var desk = services.GetRequiredService<QuarantineDesk>();
            if (parse.GetValue(reveal))
            {
                return await RevealAsync(await desk.RevealAsync(parse.GetValue(id), parse.GetValue(by)!, token), parse.GetValue(id), token);
            }

            if (await desk.FindAsync(parse.GetValue(id), token) is not { } entry)
            {
                return await NoneAsync(parse.GetValue(id));
            }

            await Console.Out.WriteLineAsync($"""
                {OperatorWords.Line(entry.Entry)}
                place    {entry.Entry.Path}
                reason   {entry.Entry.Reason}
                edits    {entry.Edits}
                bytes    {entry.Size}, sha256 {entry.Hash}

                {entry.Body}
                """);
            return ExitCode.Good;
        }));
        return verb;
    }

    private static Command Edit()
    {
        var id = new Argument<Guid>("ID") { Description = "As hub quarantine list shows it." };
        var file = new Option<FileInfo>("--file") { Description = "The whole body as it should have been.", Required = true };
        file.AcceptExistingOnly();
        var by = OperatorWords.By();
        var verb = new Command("edit", "Store an edited copy of the body, which a retry reads in place of the original. The original is never changed.") { id, file, by };
        verb.SetAction((parse, token) => Verb.WithToolsAsync(parse.GetValue(HubCommand.ConfigurationFile), async services =>
        {
            var copy = await File.ReadAllBytesAsync(parse.GetValue(file)!.FullName, token);
            switch (await services.GetRequiredService<QuarantineDesk>().EditAsync(parse.GetValue(id), copy, parse.GetValue(by)!, token))
            {
                case EditResult.Stored stored:
                    await Console.Out.WriteLineAsync($"Copy {stored.CopyId} is stored. It gives {stored.Items?.ToString(System.Globalization.CultureInfo.InvariantCulture) ?? "a message"}{(stored.Items is null ? "" : " items")}, {stored.Unreadable.Count} unreadable.");
                    foreach (var place in stored.Unreadable)
                    {
                        await Console.Out.WriteLineAsync($"  {place.Path}  {place.Code}  {place.Reason}");
                    }

                    await Console.Out.WriteLineAsync($"Now: hub quarantine retry {parse.GetValue(id)}");
                    return stored.Unreadable.Count == 0 ? ExitCode.Good : ExitCode.Failed;
                case EditResult.Refused refused:
                    await Console.Error.WriteLineAsync(refused.Reason);
                    return ExitCode.Failed;
                default:
                    return await NoneAsync(parse.GetValue(id));
            }
        }));
        return verb;
    }

    private static async Task<int> RevealAsync(byte[]? bytes, Guid id, CancellationToken cancellationToken)
    {
        if (bytes is null)
        {
            return await NoneAsync(id);
        }

        await using var output = Console.OpenStandardOutput();
        await output.WriteAsync(bytes, cancellationToken);
        return ExitCode.Good;
    }

    public static async Task<int> NoneAsync(Guid id)
    {
        await Console.Error.WriteLineAsync($"There is no quarantine entry {id}.");
        return ExitCode.NotFound;
    }
}
