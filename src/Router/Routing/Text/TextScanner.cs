using System.Runtime.InteropServices;

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

    private readonly Desks<Desk> desks = new(() => new Desk(rules.Vocabulary));

    /// <param name="on">Whose rules count; without it all of them.</param>
    public ScannedText Scan(string? title, string text, ReportFacts? on = null)
    {
        var desk = desks.Take();
        desk.Words.Clear();
        if (!string.IsNullOrWhiteSpace(title))
        {
            rules.Vocabulary.Read(title, desk.Reader);
        }

        rules.Vocabulary.Read(text, desk.Reader);
        Find(desk, rules.HasConditions ? on : null);
        var scanned = new ScannedText(desk.Words.Count, [.. desk.Findings]);
        desks.Return(desk);
        return scanned;
    }

    private void Find(Desk desk, ReportFacts? on)
    {
        var (findings, hits) = (desk.Findings, desk.Hits);
        findings.Clear();
        var words = CollectionsMarshal.AsSpan(desk.Words);
        Span<int> freeFrom = stackalloc int[Layers];
        Span<int> longest = stackalloc int[Layers];
        for (var start = 0; start < words.Length; start++)
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

    /// <summary>Memory for one text at a time.</summary>
    private sealed class Desk
    {
        public Desk(Vocabulary vocabulary) => Reader = vocabulary.Into(Words);

        public List<int> Words { get; } = new(256);

        public WordFound Reader { get; }

        public List<PhraseHit> Hits { get; } = new(8);

        public List<Finding> Findings { get; } = new(32);
    }
}
