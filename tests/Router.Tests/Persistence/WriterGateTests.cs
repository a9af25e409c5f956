using Hub.Router.Persistence;

namespace Hub.Router.Tests.Persistence;

public sealed class WriterGateTests
{
    [Fact]
    public async Task As_many_enter_at_once_as_there_are_places()
    {
        var gate = new WriterGate(2);
        await gate.EnterAsync(goesAhead: false, TestContext.Current.CancellationToken);
        await gate.EnterAsync(goesAhead: true, TestContext.Current.CancellationToken);

        var third = gate.EnterAsync(goesAhead: true, TestContext.Current.CancellationToken);
        Assert.False(third.IsCompleted);

        gate.Leave();
        await third;
    }

    [Fact]
    public async Task A_waiting_channel_goes_ahead_and_lets_one_other_in_between()
    {
        var gate = new WriterGate(1);
        var entered = new List<string>();
        await gate.EnterAsync(goesAhead: false, TestContext.Current.CancellationToken);
        Task[] waiting = [EnterAsync("own 1", false), EnterAsync("own 2", false), EnterAsync("channel 1", true), EnterAsync("channel 2", true), EnterAsync("channel 3", true)];

        gate.Leave();
        await Task.WhenAll(waiting);

        Assert.Equal(["channel 1", "own 1", "channel 2", "own 2", "channel 3"], entered);

        async Task EnterAsync(string name, bool goesAhead)
        {
            await gate.EnterAsync(goesAhead, TestContext.Current.CancellationToken);
            entered.Add(name);
            gate.Leave();
        }
    }

    [Fact]
    public async Task Who_gives_up_waiting_takes_no_place()
    {
        var gate = new WriterGate(1);
        using var patience = new CancellationTokenSource();
        await gate.EnterAsync(goesAhead: false, TestContext.Current.CancellationToken);
        var impatient = gate.EnterAsync(goesAhead: true, patience.Token);
        var next = gate.EnterAsync(goesAhead: false, TestContext.Current.CancellationToken);

        await patience.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => impatient);
        gate.Leave();
        await next;

        gate.Leave();
        await gate.EnterAsync(goesAhead: false, TestContext.Current.CancellationToken);
    }
}
