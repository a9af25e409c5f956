using System.Collections.Concurrent;

namespace Hub.Router.Routing.Text;

/// <summary>What words were found to mean: the words of reports come back again and again.</summary>
internal sealed class WordMemory<T>
    where T : class
{
    /// <summary>Beyond so many the hub begins to remember anew.</summary>
    private const int Most = 16_384;

    private readonly ConcurrentDictionary<string, T> remembered = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, T>.AlternateLookup<ReadOnlySpan<char>> byWord;
    private int count;

    public WordMemory() => byWord = remembered.GetAlternateLookup<ReadOnlySpan<char>>();

    public T? Find(ReadOnlySpan<char> word) => byWord.TryGetValue(word, out var meaning) ? meaning : null;

    public T Keep(ReadOnlySpan<char> word, T meaning)
    {
        if (Interlocked.Increment(ref count) > Most)
        {
            remembered.Clear();
            Interlocked.Exchange(ref count, 1);
        }

        byWord[word] = meaning;
        return meaning;
    }
}
