namespace Hub.Router.Routing;

/// <summary>One thing wrong in the rule files, and what to do about it.</summary>
public sealed record KnowledgeFault(string File, string Entry, string Problem, string Remedy)
{
    public override string ToString() => $"{File}: {Entry}: {Problem} {Remedy}";
}
