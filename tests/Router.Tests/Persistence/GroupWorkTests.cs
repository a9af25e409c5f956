using Hub.Router.Persistence;

namespace Hub.Router.Tests.Persistence;

public class GroupWorkTests
{
    [Fact]
    public async Task What_comes_while_one_is_at_work_is_the_next_group_and_none_is_larger_than_allowed()
    {
        var first = new TaskCompletionSource();
        var groups = new List<string>();
        var group = new GroupWork<int, int>(3, Work, _ => false);

        var asks = Enumerable.Range(1, 8).Select(number => group.AskAsync(number, default)).ToList();
        first.SetResult();

        var answers = await Task.WhenAll(asks);
        Assert.Equal([10, 20, 30, 40, 50, 60, 70, 80], answers);
        Assert.Equal(["1", "2 3 4", "5 6 7", "8"], groups);

        async Task<IReadOnlyList<int>> Work(IReadOnlyList<int> numbers, CancellationToken stop)
        {
            groups.Add(string.Join(' ', numbers));
            await first.Task;
            return [.. numbers.Select(number => number * 10)];
        }
    }

    [Fact]
    public async Task A_bad_one_fails_alone_and_in_an_outage_nothing_is_tried_one_by_one()
    {
        var first = new TaskCompletionSource();
        var calls = 0;
        var group = New();

        var asks = new[] { 0, 1, 13, 2 }.Select(number => group.AskAsync(number, default)).ToList();
        first.SetResult();

        var good = await Task.WhenAll(asks[0], asks[1], asks[3]);
        Assert.Equal([0, 1, 2], good);
        await Assert.ThrowsAsync<InvalidOperationException>(() => asks[2]);

        (first, calls, group) = (new TaskCompletionSource(), 0, New());
        asks = [.. new[] { 0, 99, 1 }.Select(number => group.AskAsync(number, default))];
        first.SetResult();
        await asks[0];
        await Assert.ThrowsAsync<TimeoutException>(() => asks[1]);
        await Assert.ThrowsAsync<TimeoutException>(() => asks[2]);
        Assert.Equal(2, calls);

        GroupWork<int, int> New() => new(9, Work, fault => fault is TimeoutException);

        async Task<IReadOnlyList<int>> Work(IReadOnlyList<int> numbers, CancellationToken stop)
        {
            Interlocked.Increment(ref calls);
            await first.Task;
            return numbers.Contains(13) ? throw new InvalidOperationException() : numbers.Contains(99) ? throw new TimeoutException() : numbers;
        }
    }
}
