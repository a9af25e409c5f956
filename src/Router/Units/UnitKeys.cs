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

    private readonly HubStore store;
    private readonly LookupHash hash;
    private readonly TimeProvider clock;

    internal UnitKeys(HubStore store, LookupHash hash, TimeProvider clock)
    {
        this.store = store;
        this.hash = hash;
        this.clock = clock;
    }

    /// <returns>The key, shown this once.</returns>
    public async Task<string> IssueAsync(string unit, CancellationToken cancellationToken)
    {
        var key = Mark + Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(32));
        var row = new UnitKey { Prefix = key[..PrefixLength], Hash = Hash(key), Unit = unit, CreatedAt = clock.GetUtcNow() };
        await store.WriteAsync((write, token) => write.Db.InsertAsync([row], token), cancellationToken);
        return key;
    }

    /// <returns>How many keys were in use.</returns>
    public Task<int> RevokeAsync(string unit, CancellationToken cancellationToken)
    {
        DateTimeOffset? now = clock.GetUtcNow();
        return store.WriteAsync(
            (write, token) => write.Db.Set<UnitKey>().Where(key => key.Unit == unit && key.RevokedAt == null)
                .ExecuteUpdateAsync(set => set.SetProperty(key => key.RevokedAt, now), token),
            cancellationToken);
    }

    /// <returns>The unit the key belongs to, or null; asked at every call, so that a revoked key is dead at once.</returns>
    public async Task<string?> UnitOfAsync(string? key, CancellationToken cancellationToken)
    {
        if (key is null || key.Length != Mark.Length + 64 || !key.StartsWith(Mark, StringComparison.Ordinal))
        {
            return null;
        }

        var prefix = key[..PrefixLength];
        var row = await store.ReadAsync(
            (db, token) => db.Set<UnitKey>().AsNoTracking().FirstOrDefaultAsync(each => each.Prefix == prefix && each.RevokedAt == null, token),
            cancellationToken);
        return row is not null && CryptographicOperations.FixedTimeEquals(Convert.FromHexString(row.Hash), Convert.FromHexString(Hash(key))) ? row.Unit : null;
    }

    private string Hash(string key) => hash.Of("unit-api", "key", key);
}
