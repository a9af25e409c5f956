using System.Globalization;
using Hub.Router.Persistence;

namespace Hub.Router.Intake;

/// <summary>Numbers that citizens are told, LP-2026-000123: a run for each year of Jakarta, without a gap.</summary>
internal sealed class ReportNumbers(TimeProvider clock)
{
    private static readonly TimeSpan Jakarta = TimeSpan.FromHours(7);

    public async Task<IReadOnlyList<string>> TakeAsync(HubDbContext db, int count, CancellationToken cancellationToken)
    {
        var year = clock.GetUtcNow().ToOffset(Jakarta).Year;
        var name = string.Create(CultureInfo.InvariantCulture, $"report-number-{year}");
        var last = await db.TakeAsync(name, count, cancellationToken);
        return [.. Enumerable.Range(0, count).Select(index => string.Create(CultureInfo.InvariantCulture, $"LP-{year}-{last - count + 1 + index:D6}"))];
    }
}
