using Hub.Router.Persistence;
using Hub.Router.Persistence.Rows;
using Microsoft.EntityFrameworkCore;

namespace Hub.Router.Intake;

/// <param name="Path">Where in its body or on its queue it stood.</param>
public sealed record QuarantineLine(Guid Id, DateTimeOffset At, string Channel, string Path, string Code, string Reason);

/// <summary>What operators see of the quarantine.</summary>
public sealed class QuarantineDesk
{
    private readonly HubStore store;

    internal QuarantineDesk(HubStore store) => this.store = store;

    public Task<List<QuarantineLine>> OpenAsync(int most, CancellationToken cancellationToken) =>
        store.ReadAsync(
            (db, token) => db.Set<QuarantineEntry>().AsNoTracking().Where(row => row.SettledAt == null).OrderBy(row => row.At).Take(most)
                .Select(row => new QuarantineLine(row.Id, row.At, row.Channel, row.Path, row.Code, row.Reason)).ToListAsync(token),
            cancellationToken);
}
