namespace Hub.Router.Routing.Learning;

/// <summary>A word as the model reads it, with the columns of its pieces: worked out once for all texts that have it.</summary>
internal sealed class ModelWord
{
    private readonly FeatureSpace space;
    private readonly uint pair;

    public ModelWord(string text, FeatureSpace space)
    {
        (Text, this.space) = (text, space);
        Column = space.Columns[PieceHash.OfWord(text)];
        OpeningColumn = space.Columns[PieceHash.OfOpening(text)];
        LetterColumns = [.. PieceHash.OfLetters(text).Select(number => space.Columns[number]).Where(column => column >= 0)];
        pair = PieceHash.BeginPair(text);
    }

    public string Text { get; }

    /// <summary>Below 0 where the word does not count; so for the others.</summary>
    public int Column { get; }

    public int OpeningColumn { get; }

    public int[] LetterColumns { get; }

    /// <summary>The name of a place.</summary>
    public bool IsPlace { get; init; }

    /// <summary>A word of the rules: no name, wherever it stands.</summary>
    public bool IsSpoken { get; init; }

    /// <summary>What follows is a name.</summary>
    public bool AnnouncesName { get; init; }

    public int ColumnWith(ModelWord next) => space.Columns[PieceHash.OfPair(pair, next.Text)];
}
