using System.Collections.Frozen;

namespace Hub.Router.Routing.Text;

/// <summary>All phrases of all rules in one tree of words; a text is read once, whatever the number of rules.</summary>
internal sealed class PhraseTrie
{
    private const int Nowhere = 0;

    private readonly FrozenDictionary<long, int> next;
    private readonly int[][] endings;

    /// <summary>By the first word; most words begin no phrase.</summary>
    private readonly int[] first;

    private PhraseTrie(Dictionary<long, int> edges, int[][] endings, int words)
    {
        (next, this.endings) = (edges.ToFrozenDictionary(), endings);
        first = [.. Enumerable.Range(0, words).Select(word => edges.GetValueOrDefault(Key(Nowhere, word), Nowhere))];
    }

    /// <param name="words">How many there are in the vocabulary.</param>
    public static PhraseTrie Build(IEnumerable<KeyValuePair<int, int[]>> phrases, int words)
    {
        var edges = new Dictionary<long, int>();
        var ends = new List<List<int>> { new() };
        foreach (var (entry, phrase) in phrases)
        {
            var node = Nowhere;
            foreach (var word in phrase)
            {
                var key = Key(node, word);
                if (!edges.TryGetValue(key, out node))
                {
                    node = ends.Count;
                    edges.Add(key, node);
                    ends.Add([]);
                }
            }

            ends[node].Add(entry);
        }

        return new PhraseTrie(edges, [.. ends.Select(end => end.ToArray())], words);
    }

    /// <summary>Walks from one word on and reports each phrase that ends, shortest first.</summary>
    public void WalkFrom(ReadOnlySpan<int> words, int start, List<PhraseHit> hits)
    {
        var node = first[words[start]];
        for (var end = start + 1; node != Nowhere; end++)
        {
            foreach (var entry in endings[node])
            {
                hits.Add(new PhraseHit(entry, start, end));
            }

            node = end < words.Length && next.TryGetValue(Key(node, words[end]), out var further) ? further : Nowhere;
        }
    }

    private static long Key(int node, int word) => ((long)node << 32) | (uint)word;
}

/// <param name="End">First word after the phrase.</param>
internal readonly record struct PhraseHit(int Entry, int Start, int End);
