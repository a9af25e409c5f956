using System.Security.Cryptography;
using Hub.Router.Persistence;
using Hub.Router.Persistence.Rows;
using Hub.Router.Privacy;
using Microsoft.EntityFrameworkCore;

namespace Hub.Router.Units;

/// <summary>API keys of units: 256 random bits with a readable prefix; the hub keeps a peppered hash (RELIABILITY 4.3).</summary>
public sealed class UnitKeys
{
    private const string Mark = "hubu_";
    private const int PrefixLength = 13;

    /// <summary>How exactly the last use is known; each note of it is a write.</summary>
    private static readonly TimeSpan UseNoted = TimeSpan.FromMinutes(5);

    private readonly HubStore store;
    private readonly LookupHash hash;
    private readonly TimeProvider clock;

    internal UnitKeys(HubStore store, LookupHash hash, TimeProvider clock)
    {
        this.store = store;
        this.hash = hash;
        this.clock = clock;
    }

    /// <returns>Whose key it is and what it may do, or null; asked at every call, so that a revoked key is dead at once.</returns>
    public async Task<UnitCaller?> CallerOfAsync(string? key, CancellationToken cancellationToken)
    {
        if (key is null || key.Length != Mark.Length + 64 || !key.StartsWith(Mark, StringComparison.Ordinal))
        {
            return null;
        }

        var prefix = key[..PrefixLength];
        var now = clock.GetUtcNow();
        var row = await store.ReadAsync(
            (db, token) => db.Set<UnitKey>().AsNoTracking().FirstOrDefaultAsync(each => each.Prefix == prefix && each.RevokedAt == null, token),
            cancellationToken);
        if (row is null || row.ExpiresAt <= now || !CryptographicOperations.FixedTimeEquals(Convert.FromHexString(row.Hash), Convert.FromHexString(Hash(key))))
        {
            return null;
        }

        if (row.UsedAt is not { } used || used < now - UseNoted)
        {
            await NoteUseAsync(prefix, now, cancellationToken);
        }

        return new UnitCaller(row.Unit, row.Prefix, row.Scopes.Split(','));
    }

    /// <summary>A new key and its row, which holds nothing that opens.</summary>
    internal (string Key, UnitKey Row) Make(string unit, string scopes, DateTimeOffset? expiresAt)
    {
        var key = Mark + Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(32));
        return (key, new UnitKey { Prefix = key[..PrefixLength], Hash = Hash(key), Unit = unit, CreatedAt = clock.GetUtcNow(), Scopes = scopes, ExpiresAt = expiresAt });
    }

    /// <summary>A store that takes no writes now must not close the door to readers.</summary>
    private async Task NoteUseAsync(string prefix, DateTimeOffset? now, CancellationToken cancellationToken)
    {
        try
        {
            await store.WriteAsync(
                (write, token) => write.Db.Set<UnitKey>().Where(key => key.Prefix == prefix).ExecuteUpdateAsync(set => set.SetProperty(key => key.UsedAt, now), token),
                cancellationToken);
        }
        catch (Exception fault) when (store.IsOutage(fault))
        {
            // The next call notes it.
        }
    }

    private string Hash(string key) => hash.Of("unit-api", "key", key);
}
