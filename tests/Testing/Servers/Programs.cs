namespace Hub.Testing.Servers;

/// <summary>Where the servers' programs are on this machine.</summary>
internal static class Programs
{
    /// <summary>PostgreSQL's own programs, the newest version first; distributions keep them off the PATH.</summary>
    public static string Postgres(string name) => Find(name, "postgresql", NewestFirst("/usr/lib/postgresql"));

    /// <summary>The plain scripts: Debian's wrappers in /usr/sbin change the user and insist on one data folder for all.</summary>
    public static string RabbitMq(string name) => Find(name, "rabbitmq-server", ["/usr/lib/rabbitmq/bin", "/opt/rabbitmq/sbin"]);

    public static string Epmd() => Find("epmd", "erlang-base", ["/usr/lib/erlang/bin"]);

    private static string Find(string name, string package, IEnumerable<string> folders)
    {
        var path = Environment.GetEnvironmentVariable("PATH")?.Split(Path.PathSeparator) ?? [];
        return folders.Concat(path).Select(folder => Path.Combine(folder, name)).FirstOrDefault(File.Exists)
            ?? throw new InvalidOperationException(
                $"{name} is not on this machine. Install the package {package}, or name running servers in {RealServers.PostgresVariable} and {RealServers.RabbitMqVariable}.");
    }

    private static IEnumerable<string> NewestFirst(string folder) =>
        !Directory.Exists(folder)
            ? []
            : from version in Directory.GetDirectories(folder)
              orderby int.TryParse(Path.GetFileName(version), out var number) ? number : 0 descending
              select Path.Combine(version, "bin");
}
