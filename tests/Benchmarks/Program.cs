using System.CommandLine;
using Hub.Benchmarks;

// The hub is a child process; it is ended in order even after Ctrl-C.
return await BenchCommand.Create(TimeProvider.System).Parse(args).InvokeAsync(new InvocationConfiguration { ProcessTerminationTimeout = TimeSpan.FromSeconds(40) });
