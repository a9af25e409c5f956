using System.Net;
using System.Net.Sockets;

namespace Hub.Simulators.Demo;

/// <summary>Where one demo keeps its files; gone at the end unless something failed.</summary>
internal sealed class DemoFolder : IDisposable
{
    public string FullName { get; } = Directory.CreateTempSubdirectory("hub-demo-").FullName;

    /// <summary>Set when somebody will want to read the files.</summary>
    public bool Keep { get; set; }

    public string LogFile => Path.Combine(FullName, "hub.log");

    public string StoreFile => Path.Combine(FullName, "hub.db");

    public string Part(string name) => Directory.CreateDirectory(Path.Combine(FullName, name)).FullName;

    public static Uri FreeAddress()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return new Uri($"http://127.0.0.1:{((IPEndPoint)listener.LocalEndpoint).Port}");
    }

    public void Dispose()
    {
        if (!Keep)
        {
            Directory.Delete(FullName, recursive: true);
        }
    }
}
