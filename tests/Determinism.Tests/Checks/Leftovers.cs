using Hub.Determinism.Tests.Outside;
using Hub.Determinism.Tests.Rig;
using Microsoft.Data.Sqlite;

namespace Hub.Determinism.Tests.Checks;

/// <summary>What the hub has begun and not finished, in its store and at the broker.</summary>
internal static class Leftovers
{
    private static readonly (string Words, string Sql)[] Kinds =
    [
        ("messages in the outbox", "SELECT COUNT(*) FROM outbox"),
        ("unread bodies", "SELECT COUNT(*) FROM unread_bodies"),
        ("statuses untold", "SELECT COUNT(*) FROM status_ledger WHERE outcome IN ('Pending', 'Unknown')"),
        ("events not delivered", "SELECT COUNT(*) FROM unit_deliveries WHERE delivered_at IS NULL AND refused_at IS NULL"),
        ("reports undecided", "SELECT COUNT(*) FROM reports WHERE state IN ('Received', 'ReturnedByUnit')"),
    ];

    private static readonly string Sum = $"SELECT {string.Join(" + ", Kinds.Select(kind => $"({kind.Sql})"))}";

    public static async Task<long> CountAsync(World world) => await AskAsync(world, Sum) + Consuming.Waiting(world.Scenery);

    public static async Task<string> DescribeAsync(World world)
    {
        var words = new List<string> { $"{Consuming.Waiting(world.Scenery)} messages at the broker" };
        foreach (var (kind, sql) in Kinds)
        {
            words.Add($"{await AskAsync(world, sql)} {kind}");
        }

        return string.Join(", ", words.Where(word => !word.StartsWith("0 ", StringComparison.Ordinal)));
    }

    private static async Task<long> AskAsync(World world, string sql)
    {
        await using var connection = new SqliteConnection(world.Connection);
        await connection.OpenAsync();
        await using var command = connection.CreateCommand();
#pragma warning disable CA2100 // The sentences above, and nothing from outside.
        command.CommandText = sql;
#pragma warning restore CA2100
        return (long)(await command.ExecuteScalarAsync())!;
    }
}
