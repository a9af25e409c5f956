namespace Hub.Router.Routing.Learning;

/// <summary>How badly weights tell the classes apart, and which way is better: multinomial logistic regression with a penalty on weights far from where they start.</summary>
internal sealed class LogisticLoss(TrainingRows rows, TrainingQuestion question, float[] start, double penalty)
{
    private readonly int stride = Sums.Padded(question.Classes);

    /// <returns>The loss; the gradient is written over.</returns>
    public double At(float[] weights, float[] gradient)
    {
        Array.Clear(gradient);
        var loss = 0.0;
        Span<float> scores = stackalloc float[stride];
        for (var row = 0; row < rows.Count; row++)
        {
            if (question.Targets[row] < 0)
            {
                continue;
            }

            scores.Clear();
            for (var at = rows.Starts[row]; at < rows.Starts[row + 1]; at++)
            {
                Sums.AddScaled(scores, weights.AsSpan(rows.Columns[at] * stride, stride), rows.Values[at]);
            }

            Chances.Of(scores[..question.Classes]);
            loss -= question.Importance[row] * Math.Log(Math.Max(1e-30, scores[question.Targets[row]]));
            scores[question.Targets[row]] -= 1;
            scores[question.Classes..].Clear();
            for (var at = rows.Starts[row]; at < rows.Starts[row + 1]; at++)
            {
                Sums.AddScaled(gradient.AsSpan(rows.Columns[at] * stride, stride), scores, rows.Values[at] * question.Importance[row]);
            }
        }

        var away = (float[])weights.Clone();
        Sums.AddScaled(away, start, -1);
        Sums.AddScaled(gradient, away, (float)penalty);
        return loss + (penalty / 2 * Sums.Dot(away, away));
    }
}
