namespace Hub.Faults.Check;

/// <summary>What a violation counts as in the last line.</summary>
internal enum Harm
{
    Lost,
    Doubled,
    Inversion,
    Leak,

    /// <summary>Any other broken rule.</summary>
    Other,
}

/// <summary>One broken rule of RELIABILITY 3.2.</summary>
/// <param name="Rule">S1 to S10, L1 to L6.</param>
/// <param name="Text">What is wrong and where; free of identity.</param>
internal sealed record Violation(string Rule, Harm Harm, string Text);
