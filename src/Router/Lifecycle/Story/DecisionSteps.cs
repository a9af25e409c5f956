using System.Globalization;
using System.Text.Json;
using Hub.Router.Persistence;
using Hub.Router.Persistence.Rows;
using Microsoft.EntityFrameworkCore;

namespace Hub.Router.Lifecycle;

/// <summary>Why a report is where it is: each decision with its rule set, what won and what lost.</summary>
internal static class DecisionSteps
{
    public static async Task<IReadOnlyList<StoryStep>> ReadAsync(HubDbContext db, Report report, CancellationToken cancellationToken)
    {
        var rows = await db.Set<Assignment>().AsNoTracking().Where(row => row.ReportId == report.Id).ToListAsync(cancellationToken);
        return rows.ConvertAll(row => Step(report, row));
    }

    private static StoryStep Step(Report report, Assignment row)
    {
        var explanation = JsonElement.Parse(row.Explanation);
        return new StoryStep(row.At, StoryKinds.Decision, row.By, RestrictedWords.Shown(report, row.By, row.Reason), "assignments", Steps.Ref(row.Id))
        {
            Explanation = explanation,
            Facts = Steps.Facts(
                ("outcome", row.Outcome), ("unit", row.Unit), ("addressee", row.Addressee), ("suggestedUnit", row.SuggestedUnit), ("confidence", row.Confidence.ToString("0.00", CultureInfo.InvariantCulture)),
                ("onVersion", row.OnVersion), ("ruleSet", row.RuleSet), ("inboxPlace", row.InboxPlace), ("winner", Word(explanation, "winningRule") ?? Word(explanation, "topic")), ("losers", Losers(explanation))),
        };
    }

    /// <summary>All that scored and did not win, with why; the whole explanation stands beside it.</summary>
    private static string Losers(JsonElement explanation) => explanation.ValueKind is JsonValueKind.Object && explanation.TryGetProperty("candidates", out var candidates)
        ? string.Join("; ", candidates.EnumerateArray().Skip(1).Select(one => $"{Word(one, "topic")} ({Word(one, "unit") ?? "-"}): {Word(one, "why")}"))
        : "";

    private static string? Word(JsonElement element, string name) =>
        element.ValueKind is JsonValueKind.Object && element.TryGetProperty(name, out var value) && value.ValueKind is JsonValueKind.String ? value.GetString() : null;
}
