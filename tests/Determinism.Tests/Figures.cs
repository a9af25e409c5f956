namespace Hub.Determinism.Tests;

/// <summary>Figures go where the test's words go, and to the console, where CI keeps them.</summary>
internal static class Figures
{
    public static void Line(string words)
    {
        TestContext.Current.TestOutputHelper?.WriteLine(words);
        Console.WriteLine(words);
    }
}
