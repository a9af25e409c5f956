namespace Hub.Router.Routing;

/// <summary>The rules in force; a new set replaces them whole.</summary>
public sealed class RoutingRules
{
    private volatile RoutingEngine engine;

    public RoutingRules(RoutingEngine engine) => this.engine = engine;

    /// <summary>The present one. Whoever decides several reports takes it once.</summary>
    public RoutingEngine Engine => engine;

    public void Replace(RoutingEngine engine) => this.engine = engine;
}
