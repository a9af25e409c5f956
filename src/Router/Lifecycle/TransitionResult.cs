namespace Hub.Router.Lifecycle;

/// <summary>What a wanted state means for a report. The four cases are the whole list.</summary>
internal abstract record TransitionResult
{
    private TransitionResult()
    {
    }

    /// <summary>The report moves.</summary>
    public sealed record Allowed : TransitionResult;

    /// <summary>It stands there already: a repeat, harmless.</summary>
    public sealed record Same : TransitionResult;

    /// <summary>An older or lower event: it goes on the timeline, the report does not move.</summary>
    public sealed record Late : TransitionResult;

    /// <summary>Whoever asked is told why; nothing moves.</summary>
    public sealed record Forbidden(string Reason) : TransitionResult;
}
