using System.Security.Cryptography;
using System.Text;
using Hub.Contracts.Messages;
using Hub.Contracts.Reports;
using Hub.Router.Lifecycle;
using Hub.Router.Persistence.Rows;
using Hub.Router.Privacy;

namespace Hub.Router.Units;

/// <summary>What a unit's word says to the history and how its answer is kept, so that a repeat of it gets the same one.</summary>
internal static class UnitAnswers
{
    public static UnitStatusResult Again(UnitMessage before, UnitStatus status) => before switch
    {
        _ when before.BodyHash != Hash(status) => new UnitStatusResult.OtherContent(),
        _ when Enum.TryParse<ReportState>(before.Answer, out var state) => new UnitStatusResult.Taken(state),
        _ => new UnitStatusResult.NotAllowed(before.Answer),
    };

    public static string Answer(UnitStatusResult result) => result switch
    {
        UnitStatusResult.Taken taken => taken.State.ToString(),
        UnitStatusResult.NotAllowed refused => refused.Reason,
        _ => "",
    };

    public static UnitMessage Row(UnitWord word, Guid report, UnitStatusResult? result, DateTimeOffset now) => new()
    {
        Unit = word.Unit,
        EventId = word.EventId,
        BodyHash = Hash(word.Status),
        ReportId = report,
        Answer = result is null ? "" : Answer(result),
        At = now,
    };

    /// <param name="now">A unit's clock that runs ahead is not believed.</param>
    public static StateChange Change(UnitWord word, DateTimeOffset now) => new(
        UnitStatusWords.ToState(word.Status.Status)!.Value, word.Unit, Line(word.Status), word.Status.OccurredAt is { } said && said < now ? said : now)
    {
        // Where a returned report goes is told in the hub's words.
        PublicNote = word.Status.Status is UnitStatusWords.Returned || string.IsNullOrWhiteSpace(word.Status.PublicNote) ? null : Masked(word.Status.PublicNote),
        MayBeLate = true,
        IsDated = word.Status.OccurredAt < now,
        WhileWith = word.Unit,
    };

    public static string? Masked(string? text) => text is null ? null : IdentityMask.Mask(text).Text;

    /// <summary>All the unit wrote: a repeat of the same state moves nothing, and its words must be found somewhere.</summary>
    private static string Line(UnitStatus status)
    {
        string?[] notes = [status.Reason, status.InternalNote, status.PublicNote is { } told ? $"Untuk pelapor: {told}" : null];

        // The ids are our own; masked, digits in them could be taken for a number of a person.
        var files = status.Attachments is { Count: > 0 } named ? $"Lampiran unit: {string.Join(", ", named)}." : null;
        return string.Join(' ', notes.OfType<string>().Select(Masked).Prepend($"Unit: {status.Status}.").Append(files).OfType<string>());
    }

    private static string Hash(UnitStatus status) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(RouterJson.Write(status))));
}
