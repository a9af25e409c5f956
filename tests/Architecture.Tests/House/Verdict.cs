namespace Hub.Architecture.Tests.House;

internal static class Verdict
{
    /// <summary>Fails with every problem in full, so that one run tells all.</summary>
    public static void Clean(IEnumerable<string> problems)
    {
        var found = problems.ToList();
        Assert.True(found.Count == 0, string.Join('\n', found));
    }
}
