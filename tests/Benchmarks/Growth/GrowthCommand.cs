using System.CommandLine;

namespace Hub.Benchmarks.Growth;

/// <summary><c>hub bench growth</c>: what becomes of the hub when everything gets more.</summary>
internal static class GrowthCommand
{
    private const int SpikeMinutes = 5;
    private const int BacklogMinutes = 60;

    /// <param name="run">Runs parts with the size that the command line names.</param>
    public static Command Create(Func<ParseResult, IReadOnlyList<Part>, CancellationToken, Task<int>> run)
    {
        var stored = Numbers("--stored", "Reports in the store, for instance 10000,100000,1000000.");
        var bodies = Numbers("--body", "Kilobytes of one webhook, for instance 1,16,256.");
        var units = Numbers("--units", "Units with a topic of their own, for instance 10,100,1000.");
        var spike = new Option<bool>("--spike") { Description = "Ten times the usual rate for --minutes, on a store of the largest --stored (a million without it)." };
        var usual = new Option<double?>("--usual") { Description = "Reports a second before and after the spike; a tenth of what the hub can when not given." };
        var backlog = new Option<int?>("--backlog") { Description = "So many reports that waited for the broker, worked off." };
        var minutes = new Option<double?>("--minutes") { Description = $"How long the spike lasts ({SpikeMinutes}) or the backlog is watched ({BacklogMinutes})." };
        var command = new Command("growth", "More stored reports, larger bodies, more units, a spike, a backlog. Without an option: 10000 and 1000000 stored.")
        {
            stored, bodies, units, spike, usual, backlog, minutes,
        };
        command.SetAction((parsed, token) =>
        {
            var all = parsed.GetValue(stored) ?? [];
            var options = new GrowthOptions
            {
                Stored = parsed.GetValue(spike) ? [] : all,
                Bodies = parsed.GetValue(bodies) ?? [],
                Units = parsed.GetValue(units) ?? [],
                Spike = parsed.GetValue(spike)
                    ? new SpikeSize(all.DefaultIfEmpty(1_000_000).Max(), parsed.GetValue(usual), TimeSpan.FromMinutes(parsed.GetValue(minutes) ?? SpikeMinutes)) : null,
                Backlog = parsed.GetValue(backlog) is { } waiting ? (waiting, TimeSpan.FromMinutes(parsed.GetValue(minutes) ?? BacklogMinutes)) : null,
            };
            return run(parsed, [(bench, stop) => bench.GrowthAsync(options is { Stored: [], Bodies: [], Units: [], Spike: null, Backlog: null } ? GrowthOptions.Usual : options, stop)], token);
        });
        return command;
    }

    /// <summary>Numbers from one on, with commas.</summary>
    private static Option<int[]> Numbers(string name, string description) => new(name)
    {
        Description = description,
        CustomParser = result =>
        {
            var words = result.Tokens.SelectMany(token => token.Value.Split(',', StringSplitOptions.TrimEntries)).ToList();
            int[] numbers = [.. words.Select(word => int.TryParse(word, out var number) ? number : 0)];
            if (numbers.Any(number => number < 1))
            {
                result.AddError($"{name} takes numbers from 1 on with commas between them, not '{string.Join(',', words)}'.");
            }

            return numbers;
        },
    };
}
