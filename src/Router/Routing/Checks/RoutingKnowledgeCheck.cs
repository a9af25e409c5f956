namespace Hub.Router.Routing;

/// <summary>Reads the whole knowledge and lists every fault at once (P10); an empty list means it may be used.</summary>
public static class RoutingKnowledgeCheck
{
    public static IReadOnlyList<KnowledgeFault> Run(RoutingKnowledge knowledge)
    {
        KnowledgeFault[] faults =
        [
            .. UnitCheck.Run(knowledge),
            .. RuleCheck.Run(knowledge),
            .. TermCheck.Run(knowledge),
            .. ReferenceCheck.Run(knowledge),
            .. ModelCheck.Run(knowledge),
        ];
        return faults.Length > 0 ? faults : [.. CaseCheck.Run(knowledge)];
    }
}
