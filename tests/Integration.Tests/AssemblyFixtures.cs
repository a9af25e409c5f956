using Hub.Testing.Servers;

[assembly: AssemblyFixture(typeof(RealServers))]
