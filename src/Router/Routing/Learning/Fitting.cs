namespace Hub.Router.Routing.Learning;

/// <summary>From examples to weights: one logistic regression for the topics, one for the authorities, over the same columns.</summary>
internal static class Fitting
{
    /// <summary>Chosen by cross-validation (DECISIONS).</summary>
    private const double Penalty = 0.1;
    private const double RareClassPower = 0.5;

    public static ModelWeights Fit(IReadOnlyList<string> labels, IReadOnlyList<Example> examples)
    {
        var space = FeatureSpace.Of(examples);
        var rows = Rows(space, examples);
        var (wide, narrow) = (Sums.Padded(labels.Count), Sums.Padded(AuthorityNames.All.Count));
        var topics = Train(rows, [.. examples.Select(example => example.Topic)], labels.Count, Trusting(rows.Width, space.Count, labels.Count));
        var authorities = Train(rows, [.. examples.Select(example => example.Authority)], AuthorityNames.All.Count, new float[rows.Width * narrow]);
        return ModelWeights.Of(
            space,
            labels,
            (column, lane) => lane < labels.Count ? topics[(column * wide) + lane] : authorities[(column * narrow) + lane - labels.Count],
            rows.Width - space.Count);
    }

    private static float[] Train(TrainingRows rows, int[] targets, int classes, float[] start)
    {
        var loss = new LogisticLoss(rows, new TrainingQuestion(targets, Importance(targets, classes), classes), start, Penalty);
        return new Descent(start, loss.At).Run();
    }

    /// <summary>What a rule finds speaks for its own label before any example has said so; a label with few examples would else never win.</summary>
    private static float[] Trusting(int width, int text, int labels)
    {
        var (start, stride) = (new float[width * Sums.Padded(labels)], Sums.Padded(labels));
        for (var label = 0; label < labels; label++)
        {
            for (var kind = 0; kind < RuleEvidence.Trust.Length; kind++)
            {
                start[((text + (kind * labels) + label) * stride) + label] = RuleEvidence.Trust[kind];
            }
        }

        return start;
    }

    /// <summary>A report of a rare class counts more, or nothing would ever be of that class.</summary>
    private static float[] Importance(int[] targets, int classes)
    {
        var counts = new int[classes];
        foreach (var target in targets.Where(target => target >= 0))
        {
            counts[target]++;
        }

        var mean = counts.Where(count => count > 0).DefaultIfEmpty(1).Average();
        return [.. targets.Select(target => target < 0 ? 0 : (float)Math.Pow(mean / counts[target], RareClassPower))];
    }

    private static TrainingRows Rows(FeatureSpace space, IReadOnlyList<Example> examples)
    {
        var starts = new List<int>(examples.Count + 1) { 0 };
        var columns = new List<int>();
        var values = new List<float>();
        var pieces = new List<Piece>();
        foreach (var example in examples)
        {
            space.Weigh(space.Known(example.Pieces), pieces);
            columns.AddRange(pieces.Select(piece => piece.Column));
            values.AddRange(pieces.Select(piece => piece.Value));
            foreach (var (number, value) in example.Evidence.Index().Where(pair => pair.Item != 0))
            {
                columns.Add(space.Count + number);
                values.Add(value);
            }

            starts.Add(columns.Count);
        }

        return new([.. starts], [.. columns], [.. values], space.Count + (examples.Count == 0 ? 0 : examples[0].Evidence.Length));
    }
}
