namespace Hub.Router.Routing.Text;

/// <summary>One accepted phrase in a text.</summary>
/// <param name="AfterLandmark">The word before says where ("dekat", "depan"), so the phrase is scenery.</param>
internal readonly record struct Finding(RuleEntry Entry, int Start, int End, bool AfterLandmark);

/// <param name="WordCount">Words in the text; 0 for an empty one.</param>
internal sealed record ScannedText(int WordCount, List<Finding> Findings);

/// <summary>Reads a text once. In each layer the longest phrase wins and phrases do not overlap, except word sets, which see every word.</summary>
internal sealed class TextScanner(CompiledRules rules)
{
    private static readonly int Layers = Enum.GetValues<RuleLayer>().Length;

    /// <param name="on">Whose rules count; without it all of them.</param>
    public ScannedText Scan(string? title, string text, ReportFacts? on = null)
    {
        var words = new List<int>(256);
        if (!string.IsNullOrWhiteSpace(title))
        {
            rules.Vocabulary.Read(title, words);
        }

        rules.Vocabulary.Read(text, words);
        return new ScannedText(words.Count, Find(words, rules.HasConditions ? on : null));
    }

    private List<Finding> Find(List<int> words, ReportFacts? on)
    {
        var findings = new List<Finding>(32);
        var hits = new List<PhraseHit>(8);
        Span<int> freeFrom = stackalloc int[Layers];
        Span<int> longest = stackalloc int[Layers];
        for (var start = 0; start < words.Count; start++)
        {
            hits.Clear();
            rules.Trie.WalkFrom(words, start, hits);
            Drop(hits, on);
            if (hits.Count == 0)
            {
                continue;
            }

            longest.Clear();
            foreach (var hit in hits)
            {
                var layer = (int)rules.Entries[hit.Entry].Layer;
                longest[layer] = Math.Max(longest[layer], hit.End);
            }

            Accept(hits, longest, freeFrom, findings, start > 0 && rules.Landmarks[words[start - 1]]);
        }

        return findings;
    }

    /// <summary>A phrase of a rule that does not count now swallows no other.</summary>
    private void Drop(List<PhraseHit> hits, ReportFacts? on)
    {
        for (var index = hits.Count - 1; on is not null && index >= 0; index--)
        {
            if (rules.Entries[hits[index].Entry].When is { } when && !when.Holds(on))
            {
                hits.RemoveAt(index);
            }
        }
    }

    private void Accept(List<PhraseHit> hits, ReadOnlySpan<int> longest, Span<int> freeFrom, List<Finding> findings, bool afterLandmark)
    {
        foreach (var hit in hits)
        {
            var entry = rules.Entries[hit.Entry];
            var layer = (int)entry.Layer;
            if (entry.Layer is RuleLayer.Word || (hit.End == longest[layer] && hit.Start >= freeFrom[layer]))
            {
                findings.Add(new Finding(entry, hit.Start, hit.End, afterLandmark));
            }
        }

        for (var layer = 0; layer < Layers; layer++)
        {
            if (longest[layer] > 0 && hits[0].Start >= freeFrom[layer])
            {
                freeFrom[layer] = longest[layer];
            }
        }
    }
}
