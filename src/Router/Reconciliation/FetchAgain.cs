using Hub.Contracts.Channels;
using Hub.Router.Intake;
using Hub.Router.Operations;
using Hub.Router.Persistence;
using Hub.Router.Persistence.Rows;

namespace Hub.Router.Reconciliation;

/// <summary>
/// The one repair of a report: its raw body is fetched again and stored under the keys of the poll, and the reader does with it what
/// it does with every body. Nothing is written to the channel.
/// </summary>
internal sealed class FetchAgain(HubStore store, RawArchive archive, OperatorJournal journal, AuditPace pace)
{
    public async Task RepairAsync(AuditRun run, CancellationToken cancellationToken)
    {
        foreach (var draft in run.Found.Where(draft => draft.IsSafe && !draft.IsRepaired).ToList())
        {
            if (!await pace.MayAskAsync(run, cancellationToken))
            {
                return;
            }

            switch (await run.Audit.FindAsync(draft.ExternalId, cancellationToken))
            {
                case AuditFind.Unavailable away:
                    run.Stop(away.Reason, away.RetryAfter);
                    return;
                case AuditFind.NotShown:
                    // It went away between two calls; the next run says what that means.
                    run.Take(draft.Subject, new Drift.CannotTell());
                    break;
                case AuditFind.Shown shown:
                    run.Take(draft.Subject, new Drift.Found(await StoreAsync(run, draft, shown.Bodies, cancellationToken)));
                    break;
            }
        }
    }

    private async Task<FindingDraft> StoreAsync(AuditRun run, FindingDraft draft, IReadOnlyList<RawItem> bodies, CancellationToken cancellationToken)
    {
        var keyed = bodies.Select(archive.Close).ToList();

        // A channel that changes a report without a new key gives other bytes under the known one: then the bytes are the key. Of a report
        // that the hub does not have, a known key means that its body was not understood, and the same once more helps nobody.
        List<RawBody> bare = draft.Number is null ? [] : [archive.Close(bodies[0] with { Key = null })];
        var isNew = await store.WriteAsync(
            async (write, token) =>
            {
                var added = await RawArchive.StoreAsync(write.Db, keyed, token);
                var isKnown = added.All(row => row.Id != keyed[0].Id);
                var count = added.Count + (isKnown ? (await RawArchive.StoreAsync(write.Db, bare, token)).Count : 0);
                if (count > 0 && run.Order.By is { } person)
                {
                    await journal.AddAsync(write.Db, (person, "reconcile.repair", $"{run.Order.Name} {draft.ExternalId}"), $"Fetched again: {draft.Detail}", count, token);
                }

                return count > 0;
            },
            cancellationToken);

        var isStored = keyed.TrueForAll(row => run.Stored.Contains(row.Key));
        run.Stored.UnionWith(isNew ? keyed.Select(row => row.Key) : []);
        return isNew || isStored
            ? draft with { IsRepaired = true, WhatToDo = "Fetched again; the next run says whether the hub took it." }
            : draft with { WhatToDo = "The hub has these very bytes and did not take them: look for them in the quarantine (hub quarantine list)." };
    }
}
