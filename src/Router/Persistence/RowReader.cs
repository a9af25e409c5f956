using System.Collections.Concurrent;
using System.Data.Common;

namespace Hub.Router.Persistence;

/// <summary>Reads whole rows of the hot path by the keys in one column, without the object mapper's work for each question.</summary>
internal static class RowReader
{
    /// <param name="column">The property whose values are given; it has an index of its own.</param>
    /// <param name="ids">Each once.</param>
    /// <returns>In no promised order.</returns>
    public static Task<List<T>> RowsAsync<T>(this HubDbContext db, string column, IReadOnlyCollection<Guid> ids, CancellationToken cancellationToken)
        where T : class => db.RowsAsync<T>((column, null), ids.ToArray(), cancellationToken);

    /// <inheritdoc cref="RowsAsync{T}(HubDbContext, string, IReadOnlyCollection{Guid}, CancellationToken)"/>
    /// <param name="names">Each once.</param>
    public static Task<List<T>> RowsAsync<T>(this HubDbContext db, string column, IReadOnlyCollection<string> names, CancellationToken cancellationToken)
        where T : class => db.RowsAsync<T>((column, null), names.ToArray(), cancellationToken);

    /// <param name="which">The property whose values are given, and what else must hold of a row, in words that both engines know.</param>
    /// <param name="keys">Each once.</param>
    /// <returns>In no promised order.</returns>
    public static Task<List<T>> RowsAsync<T>(this HubDbContext db, (string Column, string? Also) which, Array keys, CancellationToken cancellationToken)
        where T : class
    {
        var by = Asking<T>.By.GetOrAdd((RowShape.Of<T>(db), which), static key => new Asking<T>(key.Shape, HubDbContext.SnakeCase(key.Which.Column), key.Which.Also));
        return db.AskAsync((by.Statement, [keys]), by.Read, cancellationToken);
    }

    internal static SetStatement StatementOf(string table, string columns, string column, string? also = null)
    {
        var (rows, rest) = ($"SELECT {columns} FROM {table} WHERE {column}", also is null ? "" : $" AND {also}");
        return new SetStatement($"{rows} = ANY ($1){rest}", $"{rows} = @p0{rest}");
    }

    private sealed class Asking<T>(RowShape shape, string column, string? also)
    {
        public static readonly ConcurrentDictionary<(RowShape Shape, (string Column, string? Also) Which), Asking<T>> By = new();

        public SetStatement Statement { get; } = StatementOf(shape.Table, shape.Names, column, also);

        public Func<DbDataReader, T> Read { get; } = row => (T)shape.Make(row);
    }
}
