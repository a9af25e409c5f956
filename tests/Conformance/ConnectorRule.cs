namespace Hub.Conformance;

/// <summary>One thing that every connector must do.</summary>
/// <param name="Name">A short sentence with hyphens; it stands in the score table.</param>
public sealed record ConnectorRule(string Name, IReadOnlyList<Side> Needs, Func<IConnectorBench, CancellationToken, Task> CheckAsync);

/// <summary>A connector does not do what a rule wants.</summary>
public sealed class NotConformingException(string message) : Exception(message);

/// <summary>How a connector stands to one rule.</summary>
/// <param name="Why">What was seen instead, or why the rule does not apply.</param>
public sealed record RuleScore(string Rule, Verdict Verdict, string? Why = null);

public enum Verdict
{
    Pass,
    Fail,
    NotApplicable,
}

internal static class Conforms
{
    public static void That(bool holds, string otherwise)
    {
        if (!holds)
        {
            throw new NotConformingException(otherwise);
        }
    }

    public static T Is<T>(object? seen, string otherwise) =>
        seen is T wanted ? wanted : throw new NotConformingException($"{otherwise} It was {seen?.GetType().Name ?? "nothing"}.");
}
