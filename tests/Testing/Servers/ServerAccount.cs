namespace Hub.Testing.Servers;

/// <summary>The account a server runs under: our own, or a harmless one where we are root and the server refuses that.</summary>
internal sealed class ServerAccount
{
    private readonly string? user;
    private readonly string? group;

    private ServerAccount(string? user, string? group)
    {
        this.user = user;
        this.group = group;
    }

    /// <summary>The first of the names that this machine knows.</summary>
    public static ServerAccount Harmless(params IReadOnlyList<string> names)
    {
        if (!Environment.IsPrivilegedProcess)
        {
            return new ServerAccount(null, null);
        }

        var known = File.ReadLines("/etc/passwd").Select(line => line.Split(':')).ToDictionary(fields => fields[0], fields => fields[3]);
        var user = names.FirstOrDefault(known.ContainsKey)
            ?? throw new InvalidOperationException($"None of the accounts {string.Join(", ", names)} exists, and the server refuses to run as root.");

        return new ServerAccount(user, known[user]);
    }

    public ServerCommand As(ServerCommand command) =>
        user is null
            ? command
            : command with
            {
                Program = "setpriv",
                Arguments = [$"--reuid={user}", $"--regid={group}", "--clear-groups", command.Program, .. command.Arguments],
            };

    public async Task OwnAsync(string folder, CancellationToken cancellationToken)
    {
        if (user is not null)
        {
            await new ServerCommand("chown", "-R", $"{user}:{group}", folder).RunAsync(cancellationToken);
        }
    }
}
