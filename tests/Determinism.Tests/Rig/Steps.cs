namespace Hub.Determinism.Tests.Rig;

/// <summary>What goes wrong with one step.</summary>
internal enum Trouble
{
    None,

    /// <summary>Nothing happened, and an error says so or says nothing.</summary>
    Undone,

    /// <summary>It happened, and the answer was lost.</summary>
    Lost,
}

/// <param name="HasEffect">False where only a request goes out, as at the beginning of a transaction.</param>
internal sealed record Step(int Number, string Name, bool HasEffect);

/// <summary>Numbers every step between the hub and the world, in the order in which it takes them; the gateways call it.</summary>
internal sealed class Steps
{
    private readonly Lock gate = new();
    private readonly List<Step> taken = [];

    public IReadOnlyList<Step> Taken => taken;

    public int Effects { get; private set; }

    public Func<Step, Trouble> Plan { get; init; } = static _ => Trouble.None;

    /// <summary>Told after each effect, before the hub hears of it.</summary>
    public Action<Step> AfterEffect { get; set; } = static _ => { };

    /// <summary>Where another worker may come in between.</summary>
    public Func<string, Task> Turn { get; init; } = static _ => Task.CompletedTask;

    /// <summary>The error of a store step, when the plan asks for one.</summary>
    public Func<Exception> StoreFault { get; init; } = static () => new ConnectionLost();

    public async Task<Trouble> DoAsync(string name, Action effect)
    {
        await Turn(name);
        Trouble trouble;
        lock (gate)
        {
            (var step, trouble) = Begin(name, hasEffect: true);
            if (trouble is not Trouble.Undone)
            {
                effect();
                Done(step);
            }
        }

        await Turn(name);
        return trouble;
    }

    public (Step Step, Trouble Trouble) Begin(string name, bool hasEffect)
    {
        lock (gate)
        {
            var step = new Step(taken.Count, name, hasEffect);
            taken.Add(step);
            return (step, Plan(step));
        }
    }

    public void Done(Step step)
    {
        lock (gate)
        {
            Effects++;
            AfterEffect(step);
        }
    }
}
