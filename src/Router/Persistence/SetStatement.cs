using System.Data.Common;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Storage;

namespace Hub.Router.Persistence;

/// <summary>
/// A statement of the hot path for many keys at once. PostgreSQL is asked once, with arrays (<c>$1</c>, <c>$2</c>, …); SQLite,
/// which is in this process, is asked for each key with one compiled statement (<c>@p0</c>, <c>@p1</c>, …).
/// </summary>
/// <param name="Many">Must find its rows by index at any size of the table, also with a plan made while the table was empty.</param>
internal sealed record SetStatement(string Many, string Each);

internal static class SetStatements
{
    /// <param name="query">An array has a value for each key, all of one length; anything else is the same for all keys.</param>
    public static async Task<List<T>> AskAsync<T>(
        this HubDbContext db, (SetStatement Statement, object[] Values) query, Func<DbDataReader, T> read, CancellationToken cancellationToken)
    {
        var found = new List<T>();
        await RunAsync(
            db, query,
            async (command, token) =>
            {
                await using var reader = await command.ExecuteReaderAsync(token);
                while (await reader.ReadAsync(token))
                {
                    found.Add(read(reader));
                }
            },
            cancellationToken);
        return found;
    }

    /// <returns>How many rows it changed.</returns>
    public static async Task<int> TellAsync(this HubDbContext db, SetStatement statement, object[] values, CancellationToken cancellationToken)
    {
        var count = 0;
        await RunAsync(db, (statement, values), async (command, token) => count += await command.ExecuteNonQueryAsync(token), cancellationToken);
        return count;
    }

    private static async Task RunAsync(
        HubDbContext db, (SetStatement Statement, object[] Values) query, Func<DbCommand, CancellationToken, Task> run, CancellationToken cancellationToken)
    {
        var keys = query.Values.OfType<Array>().Where(IsArray).Select(array => array.Length).FirstOrDefault(1);
        if (keys == 0)
        {
            return;
        }

        // Within a transaction the connection is open already; the two calls then count up and down.
        await db.Database.OpenConnectionAsync(cancellationToken);
        try
        {
            await (db.HasArrays ? OnceAsync(db, query, run, cancellationToken) : EachAsync(db, (query.Statement.Each, keys, query.Values), run, cancellationToken));
        }
        finally
        {
            await db.Database.CloseConnectionAsync();
        }
    }

    private static async Task OnceAsync(
        HubDbContext db, (SetStatement Statement, object[] Values) query, Func<DbCommand, CancellationToken, Task> run, CancellationToken cancellationToken)
    {
        await using var command = db.Database.GetDbConnection().CreateCommand();
        command.Transaction = db.Database.CurrentTransaction?.GetDbTransaction();
        command.CommandText = query.Statement.Many;
        foreach (var value in query.Values)
        {
            command.Parameters.Add(Parameter(db, command, value));
        }

        await run(command, cancellationToken);
    }

    private static DbParameter Parameter(HubDbContext db, DbCommand command, object value)
    {
        if (value is DateTime?[])
        {
            // The driver would guess the zone from the first instant, which may be none.
            return db.GetService<IRelationalTypeMappingSource>().FindMapping(value.GetType(), "timestamp with time zone[]")!.CreateParameter(command, "", value, nullable: false);
        }

        var parameter = command.CreateParameter();
        parameter.Value = value;
        return parameter;
    }

    private static async Task EachAsync(
        HubDbContext db, (string Text, int Keys, object[] Values) query, Func<DbCommand, CancellationToken, Task> run, CancellationToken cancellationToken)
    {
        var command = db.Keep(query.Text, kept => AddParameters(kept, query.Values.Length));
        for (var key = 0; key < query.Keys; key++)
        {
            for (var index = 0; index < query.Values.Length; index++)
            {
                command.Parameters[index].Value = (IsArray(query.Values[index]) ? ((Array)query.Values[index]).GetValue(key) : query.Values[index]) ?? DBNull.Value;
            }

            await run(command, cancellationToken);
        }
    }

    /// <summary>The names carry their sign: without it the driver tries each sign that a name may have.</summary>
    private static void AddParameters(DbCommand command, int count)
    {
        for (var index = 0; index < count; index++)
        {
            var parameter = command.CreateParameter();
            parameter.ParameterName = $"@p{index}";
            command.Parameters.Add(parameter);
        }
    }

    private static bool IsArray(object value) => value is Array and not byte[];
}
