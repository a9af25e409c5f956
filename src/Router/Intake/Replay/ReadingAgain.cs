using Hub.Router.Persistence;

namespace Hub.Router.Intake.Replay;

/// <summary>Saves today's reading of a stored body: content of the reports it made is corrected, the rest goes through the same writer as a new body.</summary>
internal sealed class ReadingAgain(ReportCorrections corrections, InboundWriter inbound)
{
    /// <param name="diff">Judged in the same transaction.</param>
    public async Task SaveAsync(StoreWrite write, BodyDiff diff, CancellationToken cancellationToken)
    {
        // First, so that the writer finds the version it knows and takes the report for a twin.
        foreach (var correction in diff.Corrections)
        {
            await corrections.SaveAsync(write, correction, cancellationToken);
        }

        await inbound.SaveAsync(write, [diff.Body], cancellationToken);
    }
}
