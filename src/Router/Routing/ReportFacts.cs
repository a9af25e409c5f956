using Hub.Contracts.Reports;

namespace Hub.Router.Routing;

/// <summary>All a routing decision may look at. Free of identity by design.</summary>
public sealed record ReportFacts(
    string Channel,
    DateTimeOffset ReceivedAt,
    string? Title,
    string Text,
    string? Category,
    ReportClass Class,
    Sensitivity Sensitivity,
    ReportPlace? Place);
