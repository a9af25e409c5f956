using System.Collections.Concurrent;
using System.Data.Common;
using System.Linq.Expressions;
using System.Reflection;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Metadata;
using Microsoft.EntityFrameworkCore.Storage;

namespace Hub.Router.Persistence;

/// <summary>A table as the writer of rows sees it: its columns, how each is read from a row, and the insert statement of each engine.</summary>
internal sealed class RowShape
{
    private const string SkipKnown = " ON CONFLICT DO NOTHING";

    private static readonly ConcurrentDictionary<IEntityType, RowShape> Shapes = new();

    private RowShape(IEntityType type, IRelationalTypeMappingSource types)
    {
        Columns = [.. type.GetProperties().Select(property => new RowColumn(property, types))];
        Keys = [.. type.FindPrimaryKey()!.Properties.Select(property => new RowColumn(property, types))];
        Make = MakerOf(type);
        Copy = RowCopy.MakerOf(type);
        Table = type.GetTableName()!;
        Names = string.Join(", ", Columns.Select(column => column.Name));
        var insert = $"INSERT INTO {Table} ({Names})";

        One = $"{insert} VALUES ({string.Join(", ", Columns.Select((_, index) => $"@p{index}"))})";
        OneNew = One + SkipKnown;
        Many = $"{insert} SELECT * FROM unnest({string.Join(", ", Columns.Select((column, index) => $"${index + 1}::{column.Mapping.StoreType}[]"))})";
        ManyNew = $"{Many}{SkipKnown} RETURNING {string.Join(", ", Keys.Select(key => key.Name))}";
    }

    public string Table { get; }

    public IReadOnlyList<RowColumn> Columns { get; }

    /// <summary>The columns in their order, as they stand in a statement.</summary>
    public string Names { get; }

    public IReadOnlyList<RowColumn> Keys { get; }

    /// <summary>Makes a row of what was selected in that order.</summary>
    public Func<DbDataReader, object> Make { get; }

    /// <summary>The row as it would be read once it is written.</summary>
    public Func<object, object> Copy { get; }

    /// <summary>A row at a time: for an engine without arrays, in this process.</summary>
    public string One { get; }

    public string OneNew { get; }

    /// <summary>An array for each column: for an engine that must be asked over a wire. The text is the same for any count, so it is planned once.</summary>
    public string Many { get; }

    /// <summary>Says the keys of those that were new.</summary>
    public string ManyNew { get; }

    public static RowShape Of<T>(HubDbContext db)
        where T : class => Shapes.GetOrAdd(db.Model.FindEntityType(typeof(T))!, static (type, types) => new RowShape(type, types), db.GetService<IRelationalTypeMappingSource>());

    private static Func<DbDataReader, object> MakerOf(IEntityType type)
    {
        var reader = Expression.Parameter(typeof(DbDataReader));
        var values = type.GetProperties().Select((property, index) => (MemberBinding)Expression.Bind(property.PropertyInfo!, RowColumn.Told(property, reader, index)));
        return Expression.Lambda<Func<DbDataReader, object>>(Expression.MemberInit(Expression.New(type.ClrType), values), reader).Compile();
    }
}

/// <summary>One column: its value as the engine takes it, for one row or for many.</summary>
internal sealed class RowColumn
{
    private static readonly MethodInfo Filling = typeof(RowColumn).GetMethod(nameof(Fill), BindingFlags.Static | BindingFlags.NonPublic)!;
    private static readonly MethodInfo Cleaning = typeof(RowColumn).GetMethod(nameof(WithoutNull), BindingFlags.Static | BindingFlags.NonPublic)!;

    private readonly Func<object, object?> read;
    private readonly Func<IReadOnlyList<object>, Array> readAll;

    /// <summary>Of an array of instants: the driver would guess their zone from the first one, which may be none.</summary>
    private readonly RelationalTypeMapping? many;

    public RowColumn(IProperty property, IRelationalTypeMappingSource types)
    {
        Name = $"\"{property.GetColumnName()}\"";
        Mapping = property.GetRelationalTypeMapping();
        IsNullable = property.IsNullable;

        var row = Expression.Parameter(typeof(object));
        var value = Stored(Expression.Property(Expression.Convert(row, property.DeclaringType.ClrType), property.PropertyInfo!), Mapping.Converter);
        read = Expression.Lambda<Func<object, object?>>(Expression.Convert(value, typeof(object)), row).Compile();
        var typed = Expression.Lambda(typeof(Func<,>).MakeGenericType(typeof(object), value.Type), value, row).Compile();
        many = value.Type == typeof(DateTime) || value.Type == typeof(DateTime?) ? types.FindMapping(value.Type.MakeArrayType(), $"{Mapping.StoreType}[]") : null;
        readAll = Filling.MakeGenericMethod(value.Type).CreateDelegate<Func<IReadOnlyList<object>, Array>>(typed);
    }

    public string Name { get; }

    /// <summary>Of one value.</summary>
    public RelationalTypeMapping Mapping { get; }

    public bool IsNullable { get; }

    public object? Read(object row) => read(row);

    /// <summary>A parameter with the values of all rows.</summary>
    public DbParameter ReadAll(DbCommand command, IReadOnlyList<object> rows)
    {
        var values = readAll(rows);
        if (many is not null)
        {
            return many.CreateParameter(command, "", values, nullable: false);
        }

        var parameter = command.CreateParameter();
        parameter.Value = values;
        return parameter;
    }

    /// <summary>The value as the row takes it from the engine's answer; the reverse of <see cref="Stored"/>.</summary>
    public static Expression Told(IProperty property, Expression reader, int index)
    {
        var at = Expression.Constant(index);
        var converter = property.GetRelationalTypeMapping().Converter;
        var type = converter?.ProviderClrType ?? Nullable.GetUnderlyingType(property.ClrType) ?? property.ClrType;
        Expression value = Expression.Call(reader, nameof(DbDataReader.GetFieldValue), [type], at);
        value = converter is null ? value : Expression.Invoke(converter.ConvertFromProviderExpression, value);
        value = value.Type == property.ClrType ? value : Expression.Convert(value, property.ClrType);
        return property.IsNullable ? Expression.Condition(Expression.Call(reader, nameof(DbDataReader.IsDBNull), [], at), Expression.Default(property.ClrType), value) : value;
    }

    private static Array Fill<TValue>(Func<object, TValue> read, IReadOnlyList<object> rows)
    {
        var values = new TValue[rows.Count];
        for (var index = 0; index < values.Length; index++)
        {
            values[index] = read(rows[index]);
        }

        return values;
    }

    /// <summary>The value as the engine takes it: converted, and none stays none.</summary>
    private static Expression Stored(Expression value, Microsoft.EntityFrameworkCore.Storage.ValueConversion.ValueConverter? converter)
    {
        if (value.Type == typeof(string))
        {
            return Expression.Call(Cleaning, value);
        }

        if (converter is null)
        {
            return value;
        }

        if (Nullable.GetUnderlyingType(value.Type) is null)
        {
            return Expression.Invoke(converter.ConvertToProviderExpression, value);
        }

        var some = Expression.Invoke(converter.ConvertToProviderExpression, Expression.Property(value, nameof(Nullable<int>.Value)));
        var type = some.Type.IsValueType ? typeof(Nullable<>).MakeGenericType(some.Type) : some.Type;
        return Expression.Condition(Expression.Property(value, nameof(Nullable<int>.HasValue)), Expression.Convert(some, type), Expression.Default(type));
    }

    /// <summary>PostgreSQL cannot hold the sign U+0000 in a text; a citizen's words do not depend on it.</summary>
    internal static string? WithoutNull(string? text) => text is null || !text.Contains('\0') ? text : text.Replace("\0", "");
}
