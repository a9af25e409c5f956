using Spectre.Console;
using Spectre.Console.Rendering;

namespace Hub.Simulators.Demo;

/// <summary>The live picture: counts, the reports that moved last, and where the operators' pages are.</summary>
internal sealed class DemoTable(DemoWorld world, DemoRun run)
{
    private const int LinesAround = 14;
    private readonly Dictionary<Guid, string> lastSeen = [];
    private readonly List<Guid> byMovement = [];

    public IRenderable Draw(int height)
    {
        foreach (var report in run.Seen)
        {
            Notice(report);
        }

        var table = new Table().Border(TableBorder.Rounded).Expand().Title(Markup.Escape(Counts()));
        foreach (var column in (string[])["kanal", "laporan", "unit", "mengapa", "status", "tersinkron"])
        {
            table.AddColumn(new TableColumn(column) { NoWrap = true });
        }

        var shown = byMovement.Take(Math.Max(5, height - LinesAround)).ToHashSet();
        foreach (var report in run.Seen.Where(report => shown.Contains(report.Id)))
        {
            table.AddRow(Row(report));
        }

        return new Rows([table, .. Pages().Select(line => new Text(line)), new Text("q atau Ctrl-C untuk selesai")]);
    }

    /// <summary>One plain line for those who have no terminal.</summary>
    public string Counts()
    {
        var places = run.Seen.ToLookup(HubWords.PlaceOf);
        return $"terkirim {run.Sent.Count} · unit {places[HubPlace.Assigned].Count()} · bukan kewenangan {places[HubPlace.NotOurs].Count()}"
            + $" · triase {places[HubPlace.Triage].Count()} · dijawab {run.Seen.Count(report => HubWords.Is(report.State, "answered"))}"
            + $" · tersinkron {run.Seen.Count(report => report.Synced)}";
    }

    public IEnumerable<string> Pages()
    {
        foreach (var channel in world.Channels)
        {
            yield return $"{channel.Name}: {channel.Page}";
        }

        yield return $"hub: {new Uri(world.Address, "/operations")} (kunci: {world.OperationsKey})";
    }

    // The report that moved last stands first in line for a place on the screen.
    private void Notice(HubReport report)
    {
        var now = $"{report.State}{report.Unit}{report.Synced}{report.Statuses.Count}";
        if (lastSeen.GetValueOrDefault(report.Id) == now)
        {
            return;
        }

        lastSeen[report.Id] = now;
        byMovement.Remove(report.Id);
        byMovement.Insert(0, report.Id);
    }

    private IRenderable[] Row(HubReport report)
    {
        var words = run.Sent.FirstOrDefault(sent => (sent.Channel, sent.ExternalId) == (report.Channel, report.ExternalId))?.Report.Text ?? "";
        return
        [
            new Text(report.Channel),
            new Text($"{report.Number} {Cut(words, 34)}"),
            new Text(report.Unit ?? report.Addressee ?? "-"),
            new Text(Cut(report.Reason ?? "", 40)),
            new Text(report.State, new Style(Colour(report))),
            new Text(report.Synced ? "ya" : "belum"),
        ];
    }

    private static Color Colour(HubReport report) => HubWords.PlaceOf(report) switch
    {
        HubPlace.Triage => Color.Yellow,
        HubPlace.NotOurs => Color.Grey,
        HubPlace.Assigned when HubWords.IsAtRest(report) => Color.Green,
        _ => Color.Aqua,
    };

    private static string Cut(string text, int length)
    {
        var line = text.ReplaceLineEndings(" ");
        return line.Length <= length ? line : $"{line[..(length - 1)]}…";
    }
}
