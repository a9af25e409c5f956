namespace Hub.Router.Routing.Learning;

/// <summary>Texts as rows of a table in which nearly all is empty: of each row only the columns that it has.</summary>
/// <param name="Starts">Where each row begins; one more at the end.</param>
/// <param name="Width">Number of columns.</param>
internal sealed record TrainingRows(int[] Starts, int[] Columns, float[] Values, int Width)
{
    public int Count => Starts.Length - 1;
}

/// <summary>What the rows are to be told apart by.</summary>
/// <param name="Targets">The class of each row; -1 where nobody said.</param>
/// <param name="Importance">How much each row counts.</param>
internal sealed record TrainingQuestion(int[] Targets, float[] Importance, int Classes);
