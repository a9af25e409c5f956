namespace Hub.Router.Routing.Learning;

/// <summary>Finds the lowest point of a smooth loss from a start on (L-BFGS): no randomness, no order of rows to choose.</summary>
internal sealed class Descent(float[] start, Func<float[], float[], double> loss)
{
    private const int Memory = 6;
    private const int MostSteps = 200;
    private const int MostTrials = 20;
    private const double Flat = 3e-4;
    private const double Armijo = 1e-4;

    private readonly List<(float[] Step, float[] Turn, double Scale)> history = [];

    public float[] Run()
    {
        var at = start;
        var gradient = new float[start.Length];
        var value = loss(at, gradient);
        var enough = Flat * Math.Sqrt(Sums.Dot(gradient, gradient));
        for (var step = 0; step < MostSteps && Math.Sqrt(Sums.Dot(gradient, gradient)) > enough; step++)
        {
            if (Next(at, gradient, value) is not { } next)
            {
                break;
            }

            Remember(at, gradient, next.At, next.Gradient);
            (at, gradient, value) = next;
        }

        return at;
    }

    /// <returns>Null when no step goes down any more.</returns>
    private (float[] At, float[] Gradient, double Value)? Next(float[] at, float[] gradient, double value)
    {
        var direction = Direction(gradient);
        var slope = Sums.Dot(direction, gradient);
        var length = history.Count == 0 ? 1 / Math.Max(1, Math.Sqrt(Sums.Dot(gradient, gradient))) : 1;
        for (var trial = 0; trial < MostTrials; trial++, length /= 2)
        {
            var (next, nextGradient) = ((float[])at.Clone(), new float[start.Length]);
            Sums.AddScaled(next, direction, (float)length);
            var nextValue = loss(next, nextGradient);
            if (nextValue <= value + (Armijo * length * slope))
            {
                return (next, nextGradient, nextValue);
            }
        }

        return null;
    }

    private void Remember(float[] at, float[] gradient, float[] next, float[] nextGradient)
    {
        var (step, turn) = ((float[])next.Clone(), (float[])nextGradient.Clone());
        Sums.AddScaled(step, at, -1);
        Sums.AddScaled(turn, gradient, -1);
        if (Sums.Dot(step, turn) is var product and > 1e-12)
        {
            history.Add((step, turn, 1 / product));
            history.RemoveRange(0, Math.Max(0, history.Count - Memory));
        }
    }

    /// <summary>Downhill, bent by what the last steps told of the ground.</summary>
    private float[] Direction(float[] gradient)
    {
        var direction = new float[start.Length];
        Sums.AddScaled(direction, gradient, -1);
        var shares = new double[history.Count];
        for (var past = history.Count - 1; past >= 0; past--)
        {
            shares[past] = history[past].Scale * Sums.Dot(history[past].Step, direction);
            Sums.AddScaled(direction, history[past].Turn, (float)-shares[past]);
        }

        if (history is [.., var last])
        {
            var curve = (float)(1 / (last.Scale * Sums.Dot(last.Turn, last.Turn)));
            Sums.AddScaled(direction, direction, curve - 1);
        }

        for (var past = 0; past < history.Count; past++)
        {
            Sums.AddScaled(direction, history[past].Step, (float)(shares[past] - (history[past].Scale * Sums.Dot(history[past].Turn, direction))));
        }

        return direction;
    }
}
