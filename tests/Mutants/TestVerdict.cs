using System.Xml.Linq;

namespace Hub.Mutants;

/// <summary>What a run of test classes said.</summary>
internal sealed record TestVerdict(int Passed, IReadOnlyList<string> Failed, bool Hung)
{
    public bool IsCaught => Hung || Failed.Count > 0;

    /// <summary>Reads the runner's report; none means that the run was ended by the time limit.</summary>
    public static TestVerdict Read(string report)
    {
        if (!File.Exists(report))
        {
            return new TestVerdict(0, [], Hung: true);
        }

        var tests = XDocument.Load(report).Descendants("test").ToList();
        return new TestVerdict(
            tests.Count(test => (string?)test.Attribute("result") == "Pass"),
            [.. tests.Where(test => (string?)test.Attribute("result") == "Fail").Select(test => (string?)test.Attribute("method") ?? "")],
            Hung: false);
    }

    public override string ToString() => Hung ? "the run did not end" : $"{Passed} passed, {Failed.Count} failed ({string.Join(", ", Failed.Take(3))})";
}
