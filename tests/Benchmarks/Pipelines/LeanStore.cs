using System.Threading.Channels;
using Hub.Testing.Servers;
using Npgsql;
using NpgsqlTypes;

namespace Hub.Benchmarks.Pipelines;

/// <summary>The lean pipeline's tables and its statements: one for each batch.</summary>
internal sealed class LeanStore(string connection, Action<IReadOnlyList<Item>> stored)
{
    private const int Writers = 2;

    private readonly NpgsqlDataSource store = new NpgsqlDataSourceBuilder(connection + ";Max Auto Prepare=20;Auto Prepare Min Usages=1").Build();
    private readonly Channel<Item> waiting = Channel.CreateUnbounded<Item>();

    public static Task CreateAsync(string connection, CancellationToken cancellationToken) => PostgresServer.ExecuteAsync(
        connection,
        """
        CREATE TABLE reports(id uuid PRIMARY KEY, unit int NOT NULL, status smallint NOT NULL, received_at timestamptz NOT NULL DEFAULT now(), body bytea NOT NULL);
        CREATE INDEX ON reports(unit, received_at);
        CREATE TABLE outbox(id uuid PRIMARY KEY, at timestamptz NOT NULL DEFAULT now());
        CREATE TABLE inbox(message_id uuid PRIMARY KEY, at timestamptz NOT NULL DEFAULT now());
        """,
        cancellationToken);

    public void Start(CancellationToken cancellationToken)
    {
        for (var writer = 0; writer < Writers; writer++)
        {
            _ = Task.Run(() => WriteAsync(cancellationToken), cancellationToken);
        }
    }

    public void Add(Item item) => waiting.Writer.TryWrite(item);

    /// <summary>Inbox against twins and the decision, in one statement.</summary>
    public Task RouteAsync(IReadOnlyList<Guid> ids, CancellationToken cancellationToken) => ExecuteAsync(
        "WITH n AS (INSERT INTO inbox(message_id) SELECT unnest($1) ON CONFLICT DO NOTHING RETURNING message_id) UPDATE reports r SET status = 1 FROM n WHERE r.id = n.message_id",
        ids, cancellationToken);

    public Task SentAsync(IReadOnlyList<Guid> ids, CancellationToken cancellationToken) => ExecuteAsync("DELETE FROM outbox WHERE id = ANY($1)", ids, cancellationToken);

    private async Task ExecuteAsync(string sql, IReadOnlyList<Guid> ids, CancellationToken cancellationToken)
    {
        await using var command = store.CreateCommand(sql);
        command.Parameters.Add(new NpgsqlParameter { NpgsqlDbType = NpgsqlDbType.Uuid | NpgsqlDbType.Array, Value = ids });
        await command.ExecuteNonQueryAsync(cancellationToken);
    }

    /// <summary>Group commit: report and outbox rows of whatever came in meanwhile.</summary>
    private async Task WriteAsync(CancellationToken cancellationToken)
    {
        while (await waiting.Reader.WaitToReadAsync(cancellationToken))
        {
            if (await Gathering.TakeAsync(waiting.Reader, cancellationToken) is { Count: > 0 } batch)
            {
                await using var command = store.CreateCommand(
                    "WITH r AS (INSERT INTO reports(id,unit,status,body) SELECT i,u,0,b FROM unnest($1,$2,$3) AS t(i,u,b) ON CONFLICT DO NOTHING RETURNING id) INSERT INTO outbox(id) SELECT id FROM r");
                command.Parameters.Add(new NpgsqlParameter { NpgsqlDbType = NpgsqlDbType.Uuid | NpgsqlDbType.Array, Value = batch.ConvertAll(item => item.Id) });
                command.Parameters.Add(new NpgsqlParameter { NpgsqlDbType = NpgsqlDbType.Integer | NpgsqlDbType.Array, Value = batch.ConvertAll(item => item.Unit) });
                command.Parameters.Add(new NpgsqlParameter { NpgsqlDbType = NpgsqlDbType.Bytea | NpgsqlDbType.Array, Value = batch.ConvertAll(item => item.Body) });
                await command.ExecuteNonQueryAsync(cancellationToken);
                batch.ForEach(item => item.Stored.TrySetResult());
                stored(batch);
            }
        }
    }
}
