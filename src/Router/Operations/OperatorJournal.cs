using Hub.Router.Persistence;
using Hub.Router.Persistence.Rows;
using Hub.Router.Privacy;

namespace Hub.Router.Operations;

/// <summary>Writes down what people did, in the transaction that does it.</summary>
internal sealed class OperatorJournal(HubIds ids, TimeProvider clock)
{
    /// <param name="act">Who did which verb to what.</param>
    /// <param name="detail">Cut to one line and masked.</param>
    public Task AddAsync(HubDbContext db, (string By, string Verb, string Subject) act, string detail, int count, CancellationToken cancellationToken) => db.InsertAsync(
        [new OperatorAct
        {
            Id = ids.Next(),
            At = clock.GetUtcNow(),
            By = IdentityMask.OneLine(act.By),
            Verb = act.Verb,
            Subject = IdentityMask.OneLine(act.Subject),
            Detail = IdentityMask.OneLine(detail),
            Count = count,
        }],
        cancellationToken);
}
