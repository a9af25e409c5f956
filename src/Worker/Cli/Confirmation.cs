namespace Hub.Worker.Cli;

/// <summary>A bulk action is shown first and done only on a person's word.</summary>
internal static class Confirmation
{
    /// <param name="word">What has to be typed: the count, so that it was read.</param>
    /// <returns>Null when it may go on, else the exit code.</returns>
    public static async Task<int?> AskAsync(bool yes, string word)
    {
        if (yes)
        {
            return null;
        }

        if (Console.IsInputRedirected)
        {
            await Console.Error.WriteLineAsync("Nothing was done. Add --yes to do it.");
            return ExitCode.Usage;
        }

        await Console.Out.WriteAsync($"Type {word} to do it, anything else to leave it: ");
        if (await Console.In.ReadLineAsync() == word)
        {
            return null;
        }

        await Console.Error.WriteLineAsync("Nothing was done.");
        return ExitCode.Failed;
    }
}

/// <summary>Says how far a long work came.</summary>
internal sealed class Spoken<T>(Func<T, string> words) : IProgress<T>
{
    public void Report(T value) => Console.Error.WriteLine(words(value));
}
