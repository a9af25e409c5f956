using System.Collections;
using System.Reflection;
using Hub.Router.Persistence;
using Hub.Router.Tests.Rig;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata;

namespace Hub.Router.Tests.Persistence;

public class SchemaTests
{
    [Fact]
    public async Task The_tables_of_the_migrations_are_the_tables_of_the_model()
    {
        await using var rig = await RouterRig.StartAsync();

        await rig.Get<HubStore>().ReadAsync(
            async (db, token) =>
            {
                foreach (var type in db.Model.GetEntityTypes())
                {
                    var expected = type.GetProperties().Select(property => (property.GetColumnName(), property.IsNullable, property.IsPrimaryKey())).Order().ToList();

                    Assert.Equal(expected, await ColumnsAsync(db, type.GetTableName()!, token));
                }

                return true;
            },
            default);
    }

    [Fact]
    public async Task Every_unique_index_of_the_model_is_in_the_migrations()
    {
        await using var rig = await RouterRig.StartAsync();

        await rig.Get<HubStore>().ReadAsync(
            async (db, token) =>
            {
                foreach (var index in db.Model.GetEntityTypes().SelectMany(type => type.GetIndexes()).Where(index => index.IsUnique))
                {
                    var columns = string.Join(",", index.Properties.Select(property => property.GetColumnName()));
                    var table = index.DeclaringEntityType.GetTableName()!;
                    var found = await db.Database.SqlQuery<string>(
                        $"""
                         SELECT (SELECT group_concat(name) FROM pragma_index_info(i.name)) AS "Value"
                         FROM pragma_index_list({table}) i WHERE i."unique" = 1 AND i.partial = 0
                         """).ToListAsync(token);

                    Assert.Contains(columns, found);
                }

                return true;
            },
            default);
    }

    [Fact]
    public async Task Every_row_comes_back_as_it_was_written()
    {
        await using var rig = await RouterRig.StartAsync();
        var types = await rig.Get<HubStore>().ReadAsync((db, _) => Task.FromResult(db.Model.GetEntityTypes().ToList()), default);
        Assert.InRange(types.Count, 20, 100);

        foreach (var type in types)
        {
            foreach (var full in new[] { true, false })
            {
                await (Task)GetType().GetMethod(nameof(RoundTripAsync), BindingFlags.NonPublic | BindingFlags.Static)!
                    .MakeGenericMethod(type.ClrType).Invoke(null, [rig, type, full])!;
            }
        }
    }

    private static async Task RoundTripAsync<T>(RouterRig rig, IEntityType type, bool full)
        where T : class
    {
        var row = (T)System.Runtime.CompilerServices.RuntimeHelpers.GetUninitializedObject(typeof(T));
        foreach (var property in type.GetProperties())
        {
            if (full || !property.IsNullable)
            {
                property.PropertyInfo!.SetValue(row, Sample(property, rig.Get<HubIds>()));
            }
        }

        await rig.WriteAsync((write, token) => write.Db.InsertAsync<T>([row], token));

        var key = type.FindPrimaryKey()!.Properties[0].PropertyInfo!;
        var read = (await rig.AllAsync<T>()).Single(each => Equals(key.GetValue(each), key.GetValue(row)));
        foreach (var property in type.GetProperties())
        {
            var (expected, actual) = (property.PropertyInfo!.GetValue(row), property.PropertyInfo.GetValue(read));
            Assert.True(
                expected is byte[] bytes ? StructuralComparisons.StructuralEqualityComparer.Equals(bytes, actual) : Equals(expected, actual),
                $"{typeof(T).Name}.{property.Name} was {expected} and came back as {actual}.");
        }
    }

    private static object Sample(IProperty property, HubIds ids)
    {
        var type = Nullable.GetUnderlyingType(property.ClrType) ?? property.ClrType;
        return type switch
        {
            _ when type == typeof(Guid) => ids.Next(),
            _ when type == typeof(string) => $"Jalan “{property.Name}” – {ids.Next():N}\n\t'\"\\ 道",
            _ when type == typeof(DateTimeOffset) => new DateTimeOffset(2026, 12, 31, 23, 59, 59, 123, TimeSpan.Zero).AddTicks(4560),
            _ when type == typeof(DateOnly) => new DateOnly(2024, 2, 29),
            _ when type == typeof(long) => (1L << 40) + ids.Next().GetHashCode(),
            _ when type == typeof(int) => int.MaxValue,
            _ when type == typeof(double) => 0.1 + 0.2,
            _ when type == typeof(bool) => true,
            _ when type == typeof(byte[]) => ids.Next().ToByteArray(),
            { IsEnum: true } => Enum.GetValues(type).GetValue(Enum.GetValues(type).Length - 1)!,
            _ => throw new NotSupportedException($"There is no sample for {type}."),
        };
    }

    private static async Task<List<(string, bool, bool)>> ColumnsAsync(HubDbContext db, string table, CancellationToken cancellationToken)
    {
        var names = await db.Database.SqlQuery<string>($"SELECT name || '|' || \"notnull\" || '|' || pk AS \"Value\" FROM pragma_table_info({table})").ToListAsync(cancellationToken);
        return [.. names.Select(name => name.Split('|')).Select(parts => (parts[0], parts[1] == "0", parts[2] != "0")).Order()];
    }
}
