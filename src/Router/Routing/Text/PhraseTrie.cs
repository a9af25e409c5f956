using System.Collections.Frozen;

namespace Hub.Router.Routing.Text;

/// <summary>All phrases of all rules in one tree of words; a text is read once, whatever the number of rules.</summary>
internal sealed class PhraseTrie
{
    private readonly FrozenDictionary<long, int> next;
    private readonly int[][] endings;

    private PhraseTrie(FrozenDictionary<long, int> next, int[][] endings) => (this.next, this.endings) = (next, endings);

    public static PhraseTrie Build(IEnumerable<KeyValuePair<int, int[]>> phrases)
    {
        var edges = new Dictionary<long, int>();
        var ends = new List<List<int>> { new() };
        foreach (var (entry, words) in phrases)
        {
            var node = 0;
            foreach (var word in words)
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

        return new PhraseTrie(edges.ToFrozenDictionary(), [.. ends.Select(end => end.ToArray())]);
    }

    /// <summary>Walks from one word on and reports each phrase that ends, shortest first.</summary>
    public void WalkFrom(IReadOnlyList<int> words, int start, List<PhraseHit> hits)
    {
        var node = 0;
        for (var at = start; at < words.Count; at++)
        {
            if (words[at] == Vocabulary.Unknown || !next.TryGetValue(Key(node, words[at]), out node))
            {
                return;
            }

            foreach (var entry in endings[node])
            {
                hits.Add(new PhraseHit(entry, start, at + 1));
            }
        }
    }

    private static long Key(int node, int word) => ((long)node << 32) | (uint)word;
}

/// <param name="End">First word after the phrase.</param>
internal readonly record struct PhraseHit(int Entry, int Start, int End);
