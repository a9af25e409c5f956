using System.Data;
using System.Data.Common;
using System.Runtime.CompilerServices;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage;

namespace Hub.Router.Persistence;

/// <summary>
/// Statements of the hot path, compiled once for each open connection: SQLite compiles a text anew each time it is asked, which
/// costs more than running it. Whoever has the connection has its commands; nobody shares one.
/// </summary>
internal static class KeptCommands
{
    private static readonly ConditionalWeakTable<DbConnection, Dictionary<string, DbCommand>> Kept = [];

    /// <param name="prepare">Gives a new command its parameters; on later calls they are there with the values of the last one.</param>
    public static DbCommand Keep(this HubDbContext db, string text, Action<DbCommand> prepare)
    {
        var connection = db.Database.GetDbConnection();
        if (!Kept.TryGetValue(connection, out var commands))
        {
            commands = [];
            Kept.Add(connection, commands);
            connection.StateChange += Forget;
        }

        if (!commands.TryGetValue(text, out var command))
        {
            command = connection.CreateCommand();
            command.CommandText = text;
            prepare(command);
            commands.Add(text, command);
        }

        command.Transaction = db.Database.CurrentTransaction?.GetDbTransaction();
        return command;
    }

    /// <summary>A connection that closes takes what it compiled with it.</summary>
    private static void Forget(object sender, StateChangeEventArgs change)
    {
        if (change.CurrentState is ConnectionState.Open || sender is not DbConnection connection || !Kept.TryGetValue(connection, out var commands))
        {
            return;
        }

        connection.StateChange -= Forget;
        Kept.Remove(connection);
        foreach (var command in commands.Values)
        {
            command.Dispose();
        }
    }
}
