namespace Hub.Router.Routing.Learning;

/// <summary>The plain words of a text in one piece of memory, each between two spaces; it is filled again and again.</summary>
internal sealed class WordBuffer
{
    private readonly List<Range> words = new(256);
    private char[] letters = new char[4096];
    private int used;

    public int Count => words.Count;

    public ReadOnlySpan<char> this[int word] => letters.AsSpan(words[word]);

    /// <summary>The word with the spaces around it, so that its beginning and its end can be told.</summary>
    public ReadOnlySpan<char> Between(int word) => letters.AsSpan(words[word].Start.Value - 1, Length(word) + 2);

    /// <summary>This word and the one before it.</summary>
    public ReadOnlySpan<char> Pair(int word) => letters.AsSpan(words[word - 1].Start.Value..words[word].End.Value);

    public void Clear()
    {
        words.Clear();
        letters[0] = ' ';
        used = 1;
    }

    public void Add(ReadOnlySpan<char> word)
    {
        if (used + word.Length + 1 > letters.Length)
        {
            Array.Resize(ref letters, Math.Max(letters.Length * 2, used + word.Length + 1));
        }

        word.CopyTo(letters.AsSpan(used));
        words.Add(new Range(used, used + word.Length));
        used += word.Length + 1;
        letters[used - 1] = ' ';
    }

    private int Length(int word) => words[word].End.Value - words[word].Start.Value;
}
