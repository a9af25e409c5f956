using Hub.Router.Routing;

namespace Hub.Worker.Config.Reading;

/// <summary>One row with its line, so that a fault can say where.</summary>
internal sealed record CsvLine(string File, long Line, IReadOnlyDictionary<string, string> Fields)
{
    public string this[string column] => Fields[column];

    public string? Optional(string column) => Fields[column] is { Length: > 0 } value ? value : null;

    public IReadOnlyList<string> Several(string column) => Fields[column].Split(';', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);

    public KnowledgeFault Fault(string problem, string remedy) => new(File, $"line {Line}", problem, remedy);
}
