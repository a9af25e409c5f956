using System.Globalization;
using System.Net.Sockets;
using System.Text;

/// <summary>
/// Runs inside each process that is measured, before its own first line (DOTNET_STARTUP_HOOKS), and tells who asks how much
/// that process has allocated so far. It does nothing until it is asked.
/// </summary>
internal static class StartupHook
{
    public const string Variable = "HUB_BENCH_PROBE";

    /// <summary>Called by the runtime.</summary>
    public static void Initialize()
    {
        if (Environment.GetEnvironmentVariable(Variable) is { Length: > 0 } socket)
        {
            _ = Task.Run(() => AnswerAsync(socket));
        }
    }

    private static async Task AnswerAsync(string path)
    {
        using var listener = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        listener.Bind(new UnixDomainSocketEndPoint(path));
        listener.Listen();
        while (true)
        {
            using var caller = await listener.AcceptAsync();
            await caller.SendAsync(Encoding.ASCII.GetBytes(GC.GetTotalAllocatedBytes(precise: false).ToString(CultureInfo.InvariantCulture)));
        }
    }
}
