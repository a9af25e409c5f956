using Hub.Router.Lifecycle;

namespace Hub.Worker.Cli;

/// <summary>The whole story of a report at a terminal: what it is, then every step in its order.</summary>
internal static class StoryText
{
    public static string Write(ReportStory story, ReportTimeline timeline) => string.Join(
        Environment.NewLine,
        [
            $"{story.Report.Number}  {story.Report.Channel} {story.Report.ExternalId}  {story.Report.State}  {story.Report.Unit ?? story.Report.Addressee}",
            story.Title ?? "",
            story.Text,
            "",
            .. timeline.Steps.SelectMany(Lines),
        ]);

    private static IEnumerable<string> Lines(StoryStep step)
    {
        yield return $"{step.At.UtcDateTime:yyyy-MM-dd HH:mm:ss.fff}Z  {step.Kind,-14} {step.By,-12} {step.State,-15} {step.Text}";
        if (step.Facts.Count > 0)
        {
            yield return $"{"",26}  {string.Join(", ", step.Facts.Select(fact => $"{fact.Key} {fact.Value}"))}";
        }
    }
}
