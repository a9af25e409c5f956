namespace Hub.Router.Routing;

/// <summary>Who should have a report of a topic that is not for the ministry.</summary>
/// <param name="Words">Only when one of these stands in the text; always when there are none.</param>
/// <param name="Addressee">An EXT code of the directory, or <see cref="RoutingTopic.RegionalGovernment"/>.</param>
/// <param name="Agency">The office there, as a reason names it: "dinas perhubungan".</param>
public sealed record OutsideAgency(string Topic, IReadOnlyList<string> Words, string Addressee, string Agency);

/// <summary>The one question that a reporter may be asked when nothing but this keeps a report from its unit.</summary>
/// <param name="Owner">Asks whose road, river or pipe it is.</param>
/// <param name="Place">Asks where it is as well, for a report without a place.</param>
public sealed record ReporterQuestion(string Topic, string Owner, string Place);
