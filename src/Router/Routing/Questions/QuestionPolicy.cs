namespace Hub.Router.Routing;

/// <summary>Where reporters may be asked one question, and how long their answer is awaited.</summary>
/// <param name="AskOn">Channels by name; none: nobody is asked.</param>
/// <param name="AnswerWithin">Working days; then the triage desk sees that no answer came.</param>
public sealed record QuestionPolicy(IReadOnlyCollection<string> AskOn, int AnswerWithin)
{
    public static readonly QuestionPolicy Off = new([], 3);

    public bool IsOn => AskOn.Count > 0;
}
