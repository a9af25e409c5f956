namespace Hub.Router.Routing.Learning;

/// <summary>Words and pairs that may be quoted. A word of many reports is nobody's own; names of persons and places are not among them.</summary>
internal static class ShownWords
{
    /// <summary>One report in so many must have it, and never fewer than <see cref="Fewest"/>.</summary>
    private const int OneIn = 150;
    private const int Fewest = 8;
    private const int ShortestWord = 3;

    public static IReadOnlyList<string> Of(RoutingKnowledge rules, IReadOnlyList<TrainingReport> reports)
    {
        var words = new ModelWords(rules, FeatureSpace.Everything());
        var counts = new Dictionary<string, int>(StringComparer.Ordinal);
        var text = new List<ModelWord>();
        foreach (var report in reports)
        {
            words.Read(report.Title, report.Text, text);
            foreach (var word in Distinct(text))
            {
                counts[word] = counts.GetValueOrDefault(word) + 1;
            }
        }

        var fewest = Math.Max(Fewest, reports.Count / OneIn);
        return [.. counts.Where(pair => pair.Value >= fewest).Select(pair => pair.Key).Order(StringComparer.Ordinal)];
    }

    private static HashSet<string> Distinct(List<ModelWord> text)
    {
        var said = new HashSet<string>(StringComparer.Ordinal);
        for (var word = 0; word < text.Count; word++)
        {
            if (IsWord(text[word]))
            {
                said.Add(text[word].Text);
                if (word > 0 && IsWord(text[word - 1]))
                {
                    said.Add($"{text[word - 1].Text} {text[word].Text}");
                }
            }
        }

        return said;
    }

    private static bool IsWord(ModelWord word) => word.Text.Length >= ShortestWord;
}
