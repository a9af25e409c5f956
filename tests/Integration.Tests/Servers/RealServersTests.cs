using Hub.Testing.Servers;
using Npgsql;
using RabbitMQ.Client;

namespace Hub.Integration.Tests.Servers;

public sealed class RealServersTests(RealServers servers)
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Each_database_is_new_and_empty()
    {
        var first = await servers.NewDatabaseAsync(Token);
        var second = await servers.NewDatabaseAsync(Token);

        Assert.NotEqual(first, second);
        foreach (var database in (string[])[first, second])
        {
            await using var connection = new NpgsqlConnection(database);
            await connection.OpenAsync(Token);
            await using var command = new NpgsqlCommand("CREATE TABLE reports (number text)", connection);
            await command.ExecuteNonQueryAsync(Token);
        }
    }

    [Fact]
    public async Task Each_virtual_host_is_new_and_may_be_used()
    {
        var first = await servers.NewVirtualHostAsync(Token);
        var second = await servers.NewVirtualHostAsync(Token);

        Assert.NotEqual(first, second);
        foreach (var host in (Uri[])[first, second])
        {
            await using var connection = await new ConnectionFactory { Uri = host }.CreateConnectionAsync(Token);
            await using var channel = await connection.CreateChannelAsync(cancellationToken: Token);

            Assert.Equal(0u, (await channel.QueueDeclareAsync("unit.bm.inbox", durable: true, exclusive: false, autoDelete: false, cancellationToken: Token)).MessageCount);
        }
    }
}
