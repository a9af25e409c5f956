using System.Collections.Concurrent;
using System.Data.Common;
using Microsoft.EntityFrameworkCore.Diagnostics;

namespace Hub.Integration.Tests.Plans;

/// <summary>Writes down each statement that is asked through the object mapper, with its values, so that it can be explained afterwards.</summary>
internal sealed class HeardStatements : DbCommandInterceptor
{
    private readonly ConcurrentQueue<(string Text, IReadOnlyList<(string Name, object Value)> Values)> all = [];

    public IReadOnlyList<(string Text, IReadOnlyList<(string Name, object Value)> Values)> Take()
    {
        (string, IReadOnlyList<(string, object)>)[] heard = [.. all];
        all.Clear();
        return heard;
    }

    public override ValueTask<InterceptionResult<DbDataReader>> ReaderExecutingAsync(
        DbCommand command, CommandEventData eventData, InterceptionResult<DbDataReader> result, CancellationToken cancellationToken = default)
    {
        Hear(command);
        return ValueTask.FromResult(result);
    }

    public override ValueTask<InterceptionResult<int>> NonQueryExecutingAsync(
        DbCommand command, CommandEventData eventData, InterceptionResult<int> result, CancellationToken cancellationToken = default)
    {
        Hear(command);
        return ValueTask.FromResult(result);
    }

    private void Hear(DbCommand command) =>
        all.Enqueue((command.CommandText, [.. command.Parameters.Cast<DbParameter>().Select(parameter => (parameter.ParameterName, parameter.Value ?? DBNull.Value))]));
}
