using Hub.Contracts.Reports;

namespace Hub.Router.Lifecycle;

/// <summary>What a person's act on a report came to. The three cases are the whole list.</summary>
public abstract record ReportActResult
{
    private ReportActResult()
    {
    }

    public sealed record Done(string Number, ReportState State, string Text) : ReportActResult;

    public sealed record NoReport(string Number) : ReportActResult;

    /// <summary>It cannot be done as things stand; the text says why.</summary>
    public sealed record Refused(string Reason) : ReportActResult;
}
