using System.Runtime.InteropServices;

namespace Hub.Router.Routing.Learning;

/// <summary>What a text consists of, as counted columns: words, pairs of words, opening words, and letters in a row within words.</summary>
internal sealed class HashedText
{
    private static readonly float[] Damped = [.. Enumerable.Range(0, byte.MaxValue + 1).Select(times => times == 0 ? 0 : 1 + MathF.Log(times))];

    private readonly byte[] times = new byte[PieceHash.Buckets];
    private readonly List<int> found = new(4096);
    private readonly List<int> pairs = new(256);

    /// <summary>To be filled by <see cref="ModelWords"/>.</summary>
    public List<ModelWord> Words { get; } = new(256);

    /// <summary>Each piece that counts once, in the order in which it was met first: column and times in one.</summary>
    public ReadOnlySpan<int> Found => CollectionsMarshal.AsSpan(found);

    /// <summary>Of each word the column of it with the word before it; below 0 for the first, and where the pair does not count.</summary>
    public ReadOnlySpan<int> Pairs => CollectionsMarshal.AsSpan(pairs);

    public static int Column(int piece) => piece & (PieceHash.Buckets - 1);

    /// <summary>The same piece in another column.</summary>
    public static int In(int column, int piece) => piece - Column(piece) + column;

    /// <summary>The second of a thing says less than the first.</summary>
    public static float Weight(int piece) => Damped[piece >> PieceHash.Bits];

    public void Hash(int openingWords)
    {
        found.Clear();
        pairs.Clear();
        for (var word = 0; word < Words.Count; word++)
        {
            var read = Words[word];
            pairs.Add(word > 0 ? Words[word - 1].ColumnWith(read) : -1);
            Count(read.Column);
            Count(pairs[word]);
            if (word < openingWords)
            {
                Count(read.OpeningColumn);
            }

            Count(read.LetterColumns);
        }

        foreach (ref var piece in CollectionsMarshal.AsSpan(found))
        {
            var column = piece;
            piece |= times[column] << PieceHash.Bits;
            times[column] = 0;
        }
    }

    private void Count(int column)
    {
        if (column >= 0)
        {
            Count([column]);
        }
    }

    /// <summary>Each is written down behind the last one found; only a new one stays, so that nothing has to be guessed on the way.</summary>
    private void Count(ReadOnlySpan<int> columns)
    {
        var count = found.Count;
        CollectionsMarshal.SetCount(found, count + columns.Length);
        var room = CollectionsMarshal.AsSpan(found);
        foreach (var column in columns)
        {
            ref var met = ref times[column];
            room[count] = column;
            count += met == 0 ? 1 : 0;
            met += (byte)(met < byte.MaxValue ? 1 : 0);
        }

        CollectionsMarshal.SetCount(found, count);
    }
}
