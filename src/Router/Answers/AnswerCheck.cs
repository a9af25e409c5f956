using System.Globalization;
using Hub.Contracts.Reports;
using Hub.Router.Privacy;

namespace Hub.Router.Answers;

/// <summary>A text for a citizen and what it may not hold.</summary>
/// <param name="InternalNote">What stays inside; null when the unit wrote none.</param>
internal sealed record AnswerText(ReportState State, string PublicNote, string? InternalNote)
{
    /// <summary>The one name it may hold; null where none may stand in it.</summary>
    public string? AllowedName { get; init; }

    /// <summary>Each channel that would be told, and the characters it takes; empty when none is.</summary>
    public IReadOnlyList<(string Channel, int Longest)> Channels { get; init; } = [];
}

/// <summary>Whether a unit's words may go to a citizen as they stand. Nothing is cut or masked silently: what is found refuses, and the unit is told all of it at once.</summary>
internal static class AnswerCheck
{
    private static readonly ReportState[] NeedsWords = [ReportState.WaitingReporter, ReportState.Postponed, ReportState.Answered, ReportState.Archived];

    /// <returns>What is wrong and what to do, without repeating a word of it; null when it may go.</returns>
    public static string? Fault(AnswerText answer)
    {
        List<string> faults = [.. Identity(answer), .. Names(answer), .. Wording(answer), .. Lengths(answer)];
        return faults.Count == 0 ? null : $"publicNote cannot go to the citizen: {string.Join("; ", faults)}.";
    }

    private static IEnumerable<string> Identity(AnswerText answer) => IdentityMask.Mask(answer.PublicNote).Fragments
        .Select(fragment => string.Create(CultureInfo.InvariantCulture, $"it holds {Named(fragment.Kind)} at character {fragment.Position + 1}; leave it out"));

    private static string Named(FragmentKind kind) => kind switch
    {
        FragmentKind.Phone => "a telephone number",
        FragmentKind.Email => "an e-mail address",
        _ => "a NIK",
    };

    private static IEnumerable<string> Names(AnswerText answer) => PersonNames.Find(answer.PublicNote).Any(name => !PersonNames.IsOf(name, answer.AllowedName))
        ? [answer.AllowedName is null ? "it holds a person's name; address the citizen without a name" : "it holds the name of another person than the reporter; leave it out"]
        : [];

    private static IEnumerable<string> Wording(AnswerText answer)
    {
        if (AnswerWords.Leaks(answer.InternalNote, answer.PublicNote))
        {
            yield return "it holds words of internalNote, which stay inside; write it in words of its own";
        }

        if (NeedsWords.Contains(answer.State) && AnswerWords.IsFiller(answer.PublicNote))
        {
            yield return "it says nothing about this report; write what was found, done or is needed";
        }

        if (AnswerWords.HasGap(answer.PublicNote))
        {
            yield return "it holds a place of a template that was not filled in";
        }
    }

    private static IEnumerable<string> Lengths(AnswerText answer) => answer.Channels.Where(channel => answer.PublicNote.Trim().Length > channel.Longest)
        .Select(channel => string.Create(CultureInfo.InvariantCulture, $"it has {answer.PublicNote.Trim().Length} characters and {channel.Channel} takes {channel.Longest} now; shorten it"));
}
