using System.Collections;

namespace Hub.Benchmarks.Load;

/// <summary>Requests that are written when they fall due: minutes of load would not fit into memory.</summary>
internal sealed class LazyRequests(int first, int count, Func<int, int, IReadOnlyList<byte[]>> write) : IReadOnlyList<byte[]>
{
    public int Count => count;

    public byte[] this[int index] => write(first + index, 1)[0];

    public IEnumerator<byte[]> GetEnumerator() => Enumerable.Range(0, count).Select(index => this[index]).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
