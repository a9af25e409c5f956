using System.Reflection;

namespace Hub.Determinism.Tests.Rig;

/// <summary>Stands for one of the wide interfaces of a library: answers the members it was told, and fails on any other.</summary>
public class Canned : DispatchProxy
{
    private IReadOnlyDictionary<string, Func<object?[], object?>> answers = new Dictionary<string, Func<object?[], object?>>();

    public static T Of<T>(params (string Member, Func<object?[], object?> Answer)[] answers)
        where T : class
    {
        var proxy = Create<T, Canned>();
        ((Canned)(object)proxy).answers = answers.ToDictionary(answer => answer.Member, answer => answer.Answer);
        return proxy;
    }

    protected override object? Invoke(MethodInfo? targetMethod, object?[]? args) =>
        answers.TryGetValue(targetMethod!.Name, out var answer)
            ? answer(args ?? [])
            : throw new NotSupportedException($"The rig answers no {targetMethod.DeclaringType!.Name}.{targetMethod.Name}; tell it what to say.");
}
