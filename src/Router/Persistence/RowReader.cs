using System.Collections.Concurrent;
using System.Data.Common;

namespace Hub.Router.Persistence;

/// <summary>Reads whole rows of the hot path by the ids in one column, without the object mapper's work for each question.</summary>
internal static class RowReader
{
    /// <param name="column">The property whose values are given; it has an index of its own.</param>
    /// <param name="ids">Each once.</param>
    /// <returns>In no promised order.</returns>
    public static Task<List<T>> RowsAsync<T>(this HubDbContext db, string column, IReadOnlyCollection<Guid> ids, CancellationToken cancellationToken)
        where T : class
    {
        var by = Asking<T>.By.GetOrAdd((RowShape.Of<T>(db), column), static key => new Asking<T>(key.Shape, HubDbContext.SnakeCase(key.Column)));
        return db.AskAsync((by.Statement, [ids.ToArray()]), by.Read, cancellationToken);
    }

    internal static SetStatement StatementOf(string table, string columns, string column) =>
        new($"SELECT {columns} FROM {table} WHERE {column} = ANY ($1)", $"SELECT {columns} FROM {table} WHERE {column} = @p0");

    private sealed class Asking<T>(RowShape shape, string column)
    {
        public static readonly ConcurrentDictionary<(RowShape Shape, string Column), Asking<T>> By = new();

        public SetStatement Statement { get; } = StatementOf(shape.Table, shape.Names, column);

        public Func<DbDataReader, T> Read { get; } = row => (T)shape.Make(row);
    }
}
