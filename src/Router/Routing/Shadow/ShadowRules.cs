namespace Hub.Router.Routing.Shadow;

/// <summary>A second rule set that judges every decision and makes none.</summary>
public sealed class ShadowRules
{
    private volatile RoutingEngine? engine;

    /// <summary>Null while there is none.</summary>
    public RoutingEngine? Engine
    {
        get => engine;
        set => engine = value;
    }

    /// <summary>So many judgements are kept, the newest.</summary>
    public int Keep { get; set; } = 100_000;
}
