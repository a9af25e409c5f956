using System.Text;

namespace Hub.Benchmarks.Measuring;

/// <summary>Figures for a person: on the screen in columns, in a page as a Markdown table.</summary>
internal sealed record Table(string Title, IReadOnlyList<string> Head, IReadOnlyList<IReadOnlyList<string>> Rows)
{
    /// <summary>What a reader must know to believe it.</summary>
    public IReadOnlyList<string> Notes { get; init; } = [];

    public string Screen()
    {
        var widths = Enumerable.Range(0, Head.Count).Select(column => Rows.Append(Head).Max(row => row[column].Length)).ToList();
        var text = new StringBuilder().AppendLine().AppendLine(Title);
        foreach (var row in Rows.Prepend(Head))
        {
            text.AppendLine(("  " + string.Join("  ", row.Select((cell, column) => column == 0 ? cell.PadRight(widths[column]) : cell.PadLeft(widths[column])))).TrimEnd());
        }

        return Notes.Aggregate(text, (all, note) => all.Append("  ").AppendLine(note)).ToString();
    }

    public string Markdown()
    {
        var text = new StringBuilder($"### {Title}\n\n| {string.Join(" | ", Head)} |\n|{string.Concat(Head.Select(_ => " --- |"))}\n");
        foreach (var row in Rows)
        {
            text.Append("| ").AppendJoin(" | ", row).Append(" |\n");
        }

        return Notes.Aggregate(text, (all, note) => all.Append('\n').Append(note).Append('\n')).ToString();
    }
}
