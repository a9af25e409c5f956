using System.Globalization;
using Hub.Router.Routing;

namespace Hub.Worker.Config.Reading;

/// <summary>One row with its line, so that a fault can say where.</summary>
internal sealed record CsvLine(string File, long Line, IReadOnlyDictionary<string, string> Fields)
{
    public string this[string column] => Fields[column];

    public string? Optional(string column) => Fields[column] is { Length: > 0 } value ? value : null;

    public IReadOnlyList<string> Several(string column) => Fields[column].Split(';', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);

    /// <returns>Null when the column is empty, or when it is no day; then a fault is added.</returns>
    public DateOnly? Day(string column, List<KnowledgeFault> faults)
    {
        if (Optional(column) is not { } text)
        {
            return null;
        }

        if (DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day))
        {
            return day;
        }

        faults.Add(Fault($"{column} '{text}' is not a day.", "Write it as 2024-10-21."));
        return null;
    }

    public KnowledgeFault Fault(string problem, string remedy) => new(File, $"line {Line}", problem, remedy);
}
