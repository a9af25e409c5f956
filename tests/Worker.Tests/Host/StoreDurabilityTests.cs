using Hub.Router.Persistence;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;

namespace Hub.Worker.Tests.Host;

/// <summary>A store that may take back what it acknowledged is refused.</summary>
public sealed class StoreDurabilityTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("hub-durability-").FullName;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Theory]
    [InlineData("WAL", "FULL", null)]
    [InlineData("WAL", "NORMAL", "synchronous is 1")]
    [InlineData("WAL", "OFF", "synchronous is 0")]
    [InlineData("DELETE", "FULL", "journal_mode is delete")]
    public async Task Only_a_write_ahead_log_that_is_synchronised_fully_is_taken(string journal, string synchronous, string? refusal)
    {
        await using var connection = new SqliteConnection($"Data Source={Path.Combine(folder, "hub.db")};Pooling=false");
        await connection.OpenAsync(Token);
        await using var command = connection.CreateCommand();
        command.CommandText = $"PRAGMA journal_mode = {journal}; PRAGMA synchronous = {synchronous};";
        await command.ExecuteNonQueryAsync(Token);

        var fault = await Record.ExceptionAsync(() => StoreDurability.RequireAsync(new Contexts(connection), embedded: true, Token));

        Assert.Equal(refusal is null, fault is null);
        if (refusal is not null)
        {
            Assert.Contains(refusal, Assert.IsType<SettingsException>(fault).Message, StringComparison.Ordinal);
        }
    }

    private sealed class Contexts(SqliteConnection connection) : IDbContextFactory<HubDbContext>
    {
        public HubDbContext CreateDbContext() => new(new DbContextOptionsBuilder<HubDbContext>().UseSqlite(connection).Options);
    }
}
