using Hub.Router.Operations;
using Hub.Router.Persistence;

namespace Hub.Router.Routing;

/// <summary>Writes down which rule set followed which, so that the audit says from when on decisions were made by other rules.</summary>
public sealed class RuleSetJournal
{
    private readonly HubStore store;
    private readonly OperatorJournal journal;

    internal RuleSetJournal(HubStore store, OperatorJournal journal) => (this.store, this.journal) = (store, journal);

    /// <param name="where">The process that took it over; each one does so by itself.</param>
    public Task TakenAsync(string from, string to, string where, CancellationToken cancellationToken) => store.WriteAsync(
        (write, token) => journal.AddAsync(write.Db, ("hub", "routing.reload", $"{from} > {to}"), $"Rule set {to} is in force instead of {from} in {where}.", 0, token),
        cancellationToken);
}
