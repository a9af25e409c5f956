namespace Hub.Router.Routing;

/// <summary>Reads the whole knowledge and lists every fault at once (P10); an empty list means it may be used.</summary>
public static class RoutingKnowledgeCheck
{
    /// <param name="today">In Jakarta; without it nobody asks whether the units named are in force.</param>
    /// <param name="plays">Texts are played through the rules as well: what never decides, and the cases. Half a second that a verb which decides nothing need not spend.</param>
    public static IReadOnlyList<KnowledgeFault> Run(RoutingKnowledge knowledge, DateOnly? today = null, bool plays = true)
    {
        KnowledgeFault[] faults =
        [
            .. UnitCheck.Run(knowledge),
            .. RuleCheck.Run(knowledge),
            .. TermCheck.Run(knowledge),
            .. ReferenceCheck.Run(knowledge),
            .. CategoryCheck.Run(knowledge),
            .. ConditionCheck.Run(knowledge),
            .. plays ? ReachCheck.Run(knowledge) : [],
            .. today is { } day ? ForceCheck.Run(knowledge, day) : [],
            .. PlaceCheck.Run(knowledge),
            .. ModelCheck.Run(knowledge),
        ];
        return faults.Length > 0 || !plays ? faults : [.. CaseCheck.Run(knowledge)];
    }
}
