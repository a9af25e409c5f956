using Hub.Integration.Tests.Clients;
using Hub.Testing.Servers;

[assembly: AssemblyFixture(typeof(RealServers))]
[assembly: AssemblyFixture(typeof(NodeClients))]
