using System.Linq.Expressions;
using System.Reflection;
using System.Text;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata;

namespace Hub.Router.Persistence;

/// <summary>Makes of a row that was written the row that would be read: an engine does not give back every sign and every instant as it was given.</summary>
internal static class RowCopy
{
    /// <summary>PostgreSQL counts microseconds from here, and its driver drops what is less towards here.</summary>
    private static readonly DateTimeOffset Epoch = new(2000, 1, 1, 0, 0, 0, TimeSpan.Zero);

    private static readonly MethodInfo Words = Way(nameof(Word));
    private static readonly MethodInfo Instants = Way(nameof(Instant));
    private static readonly MethodInfo Micros = Way(nameof(Micro));

    public static Func<object, object> MakerOf(IEntityType type)
    {
        var row = Expression.Parameter(typeof(object));
        var written = Expression.Convert(row, type.ClrType);
        var values = type.GetProperties().Select(property => (MemberBinding)Expression.Bind(property.PropertyInfo!, Given(property, Expression.Property(written, property.PropertyInfo!))));
        return Expression.Lambda<Func<object, object>>(Expression.MemberInit(Expression.New(type.ClrType), values), row).Compile();
    }

    private static Expression Given(IProperty property, Expression value)
    {
        if (value.Type == typeof(string))
        {
            return Expression.Call(Words, value);
        }

        if ((Nullable.GetUnderlyingType(value.Type) ?? value.Type) != typeof(DateTimeOffset))
        {
            return value;
        }

        var way = property.GetRelationalTypeMapping().StoreType.StartsWith("timestamp", StringComparison.Ordinal) ? Micros : Instants;
        return value.Type == typeof(DateTimeOffset) ? Expression.Call(way, value) : Expression.Condition(
            Expression.Property(value, nameof(Nullable<int>.HasValue)),
            Expression.Convert(Expression.Call(way, Expression.Property(value, nameof(Nullable<int>.Value))), value.Type),
            Expression.Default(value.Type));
    }

    /// <summary>Half of a sign, as a text that was cut may end in, is not kept by SQLite and refused by PostgreSQL.</summary>
    private static string? Word(string? text) => RowColumn.WithoutNull(text) is { } kept && kept.AsSpan().ContainsAnyInRange('\uD800', '\uDFFF')
        ? Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(kept))
        : RowColumn.WithoutNull(text);

    private static DateTimeOffset Instant(DateTimeOffset at) => at.ToUniversalTime();

    private static DateTimeOffset Micro(DateTimeOffset at) => Epoch.AddTicks((at - Epoch).Ticks / TimeSpan.TicksPerMicrosecond * TimeSpan.TicksPerMicrosecond);

    private static MethodInfo Way(string name) => typeof(RowCopy).GetMethod(name, BindingFlags.Static | BindingFlags.NonPublic)!;
}
