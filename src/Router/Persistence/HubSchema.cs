using Microsoft.EntityFrameworkCore;

namespace Hub.Router.Persistence;

/// <summary>What the database's schema is to this program. The four cases are the whole list.</summary>
public abstract record SchemaState
{
    private SchemaState()
    {
    }

    public sealed record Current : SchemaState;

    /// <summary>Nothing there yet.</summary>
    public sealed record Empty : SchemaState;

    public sealed record Older(IReadOnlyList<string> Missing) : SchemaState;

    /// <summary>Made by a newer program: this one must not touch it.</summary>
    public sealed record Unknown(IReadOnlyList<string> Extra) : SchemaState;
}

/// <summary>Compares and migrates the schema. Only <c>hub migrate</c> and the first start of the embedded shape migrate.</summary>
public sealed class HubSchema(IDbContextFactory<HubDbContext> contexts)
{
    public async Task<SchemaState> JudgeAsync(CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var known = db.Database.GetMigrations().ToList();
        var applied = (await db.Database.GetAppliedMigrationsAsync(cancellationToken)).ToList();

        return (applied.Except(known).ToList(), known.Except(applied).ToList()) switch
        {
            ({ Count: > 0 } extra, _) => new SchemaState.Unknown(extra),
            (_, { Count: 0 }) => new SchemaState.Current(),
            _ when applied.Count == 0 => new SchemaState.Empty(),
            var (_, missing) => new SchemaState.Older(missing),
        };
    }

    public async Task MigrateAsync(CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        await db.Database.MigrateAsync(cancellationToken);
    }
}
