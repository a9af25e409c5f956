using System.Collections.Concurrent;

namespace Hub.Router.Routing;

/// <summary>Memory that is used again: each desk serves one reading at a time. What is on a desk is left there for the next to clear.</summary>
internal sealed class Desks<T>(Func<T> make)
{
    private readonly ConcurrentBag<T> free = [];

    public T Take() => free.TryTake(out var used) ? used : make();

    public void Return(T desk) => free.Add(desk);
}
