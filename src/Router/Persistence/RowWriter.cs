using System.Collections.Concurrent;
using System.Data.Common;
using System.Linq.Expressions;
using System.Reflection;
using System.Text;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata;
using Microsoft.EntityFrameworkCore.Storage;

namespace Hub.Router.Persistence;

/// <summary>
/// Inserts many rows in one statement that both engines understand, skipping those whose unique key exists.
/// The database decides what is new, and says which.
/// </summary>
internal static class RowWriter
{
    // SQLite takes 32,766 parameters and PostgreSQL 65,535, but SQLite's driver looks each name up from the first one on.
    private const int MostParameters = 3_000;

    private static readonly ConcurrentDictionary<IEntityType, RowShape> Shapes = new();

    /// <summary>Inserts; a row whose key is taken is an error, since the caller made the key.</summary>
    public static async Task InsertAsync<T>(this HubDbContext db, IReadOnlyList<T> rows, CancellationToken cancellationToken)
        where T : class
    {
        foreach (var (command, shape) in Commands(db, rows, ""))
        {
            await using (command)
            {
                await command.ExecuteNonQueryAsync(cancellationToken);
            }
        }
    }

    /// <returns>The rows that were not there before, in the order given.</returns>
    public static async Task<IReadOnlyList<T>> InsertNewAsync<T>(this HubDbContext db, IReadOnlyList<T> rows, CancellationToken cancellationToken)
        where T : class
    {
        var added = new HashSet<string>();
        RowShape? used = null;
        foreach (var (command, shape) in Commands(db, rows, " ON CONFLICT DO NOTHING"))
        {
            used = shape;
            await using (command)
            {
                command.CommandText += " RETURNING " + string.Join(", ", shape.Keys.Select(key => key.Name));
                await using var reader = await command.ExecuteReaderAsync(cancellationToken);
                while (await reader.ReadAsync(cancellationToken))
                {
                    added.Add(KeyOf(shape.Keys.Select((key, index) => key.Read(reader, index))));
                }
            }
        }

        return used is null ? [] : [.. rows.Where(row => added.Remove(KeyOf(used.Keys.Select(key => key.Read(row)))))];
    }

    private static IEnumerable<(DbCommand Command, RowShape Shape)> Commands<T>(HubDbContext db, IReadOnlyList<T> rows, string onConflict)
        where T : class
    {
        if (rows.Count == 0)
        {
            yield break;
        }

        var shape = Shapes.GetOrAdd(db.Model.FindEntityType(typeof(T))!, static type => new RowShape(type));
        foreach (var chunk in rows.Chunk(MostParameters / shape.Columns.Count))
        {
            var command = db.Database.GetDbConnection().CreateCommand();
            command.Transaction = db.Database.CurrentTransaction?.GetDbTransaction();
            command.CommandText = Text(shape, chunk.Length, onConflict);
            foreach (var row in chunk)
            {
                foreach (var column in shape.Columns)
                {
                    command.Parameters.Add(column.Mapping.CreateParameter(command, "p" + command.Parameters.Count, column.Read(row), column.IsNullable));
                }
            }

            yield return (command, shape);
        }
    }

    private static string Text(RowShape shape, int rows, string onConflict)
    {
        var text = new StringBuilder("INSERT INTO ").Append(shape.Table).Append(" (");
        text.AppendJoin(", ", shape.Columns.Select(column => column.Name)).Append(") VALUES ");
        var parameter = 0;
        for (var row = 0; row < rows; row++)
        {
            text.Append(row == 0 ? "(" : ", (");
            for (var column = 0; column < shape.Columns.Count; column++)
            {
                text.Append(column == 0 ? "@p" : ", @p").Append(parameter++);
            }

            text.Append(')');
        }

        return text.Append(onConflict).ToString();
    }

    private static string KeyOf(IEnumerable<object?> values) =>
        string.Join('\u001f', values);

    private sealed class RowShape
    {
        public RowShape(IEntityType type)
        {
            Table = type.GetTableName()!;
            Columns = [.. type.GetProperties().Select(property => new RowColumn(property))];
            Keys = [.. type.FindPrimaryKey()!.Properties.Select(property => new RowColumn(property))];
        }

        public string Table { get; }

        public IReadOnlyList<RowColumn> Columns { get; }

        public IReadOnlyList<RowColumn> Keys { get; }
    }

    private sealed class RowColumn(IProperty property)
    {
        private readonly Func<object, object?> getter = Getter(property.PropertyInfo!);

        public string Name { get; } = $"\"{property.GetColumnName()}\"";

        public bool IsNullable { get; } = property.IsNullable;

        public RelationalTypeMapping Mapping { get; } = property.GetRelationalTypeMapping();

        /// <summary>PostgreSQL cannot hold the sign U+0000 in a text; a citizen's words do not depend on it.</summary>
        public object? Read(object row) => getter(row) switch
        {
            string text when text.Contains('\0') => text.Replace("\0", ""),
            var value => value,
        };

        /// <summary>SQLite hands out a Guid as text in capitals, PostgreSQL as a Guid.</summary>
        public object Read(DbDataReader reader, int index) => property.ClrType == typeof(Guid) ? reader.GetGuid(index) : reader.GetValue(index);

        private static Func<object, object?> Getter(PropertyInfo property)
        {
            var row = Expression.Parameter(typeof(object));
            var value = Expression.Property(Expression.Convert(row, property.DeclaringType!), property);
            return Expression.Lambda<Func<object, object?>>(Expression.Convert(value, typeof(object)), row).Compile();
        }
    }
}
