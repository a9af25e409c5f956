using Hub.Faults.Tests.PowerLoss;
using Xunit.Runner.InProc.SystemConsole;

// A trial starts this program again as the writer that it traces.
return args is [RowWriter.Verb, var file, var synchronous, var rows]
    ? RowWriter.Run(file, synchronous, int.Parse(rows, System.Globalization.CultureInfo.InvariantCulture))
    : await ConsoleRunner.Run(args);
