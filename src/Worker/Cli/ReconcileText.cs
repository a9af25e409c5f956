using System.Text.Json;
using Hub.Router.Reconciliation;
using Hub.Worker.Http;

namespace Hub.Worker.Cli;

/// <summary>How a reconciliation is shown.</summary>
internal static class ReconcileText
{
    public static string Json(IReadOnlyList<ReconciliationOutcome> outcomes, IReadOnlyList<FindingLine> findings) =>
        JsonSerializer.Serialize(new { runs = outcomes, open = findings.Count(finding => !finding.Repairing), findings }, HttpJson.Readable);

    public static string Table(IReadOnlyList<ReconciliationOutcome> outcomes, IReadOnlyList<FindingLine> findings) => string.Join(
        Environment.NewLine,
        [
            .. outcomes.Select(Line),
            .. findings.SelectMany(Lines),
            findings.Count == 0 ? "Nothing is open." : $"{findings.Count(finding => !finding.Repairing)} open, {findings.Count(finding => finding.Repairing)} being repaired.",
        ]);

    private static string Line(ReconciliationOutcome outcome) =>
        $"{outcome.Channel,-8}  {outcome.From.UtcDateTime:yyyy-MM-dd HH:mm}Z to {outcome.To.UtcDateTime:yyyy-MM-dd HH:mm}Z  {(outcome.Whole ? "whole" : "NOT WHOLE"),-9}  "
        + $"{outcome.Listed} listed, {outcome.New} new, {outcome.Repaired} repaired, {outcome.Settled} settled{(outcome.Note is null ? "" : $"  {outcome.Note}")}";

    private static IEnumerable<string> Lines(FindingLine finding) =>
    [
        $"{finding.Channel,-8}  {finding.Class,-12}  {finding.ReportNumber ?? "-",-15}  {finding.Subject}  since {finding.FirstSeenAt.UtcDateTime:yyyy-MM-dd HH:mm}Z{(finding.Repairing ? "  (being repaired)" : "")}",
        $"            {finding.Detail}",
        $"            → {finding.WhatToDo}",
    ];
}
