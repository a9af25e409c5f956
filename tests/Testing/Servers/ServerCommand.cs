using System.Diagnostics;

namespace Hub.Testing.Servers;

/// <summary>A program with its arguments and what it adds to our environment.</summary>
internal sealed record ServerCommand(string Program, params IReadOnlyList<string> Arguments)
{
    public IReadOnlyDictionary<string, string> Environment { get; init; } = new Dictionary<string, string>();

    /// <summary>Runs to the end and gives what it wrote; a failure carries what it complained about.</summary>
    public async Task<string> RunAsync(CancellationToken cancellationToken)
    {
        using var process = Process.Start(ToStartInfo(redirect: true)) ?? throw NotStarted();
        process.StandardInput.Close();

        var output = process.StandardOutput.ReadToEndAsync(cancellationToken);
        var complaint = process.StandardError.ReadToEndAsync(cancellationToken);
        await process.WaitForExitAsync(cancellationToken);

        return process.ExitCode == 0
            ? await output
            : throw new InvalidOperationException($"{Program} ended with {process.ExitCode}: {await complaint}{await output}");
    }

    public ProcessStartInfo ToStartInfo(bool redirect)
    {
        var info = new ProcessStartInfo(Program, Arguments)
        {
            RedirectStandardInput = redirect,
            RedirectStandardOutput = redirect,
            RedirectStandardError = redirect,
        };

        foreach (var (name, value) in Environment)
        {
            info.Environment[name] = value;
        }

        return info;
    }

    public InvalidOperationException NotStarted() => new($"{Program} could not be started.");
}
