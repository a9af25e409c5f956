using Hub.Architecture.Tests.House;

namespace Hub.Architecture.Tests;

public sealed class TextRulesTests
{
    [Fact]
    public void No_kept_file_names_a_path_of_one_machine() =>
        Verdict.Clean(TheHouse.Files.Where(TextRules.IsText).SelectMany(path => TextRules.MachinePaths(path, TheHouse.Read(path))));

    [Theory]
    [InlineData("see {0}tmp/hub.log", 1)]
    [InlineData("cd {0}root", 1)]
    [InlineData("\"{0}work/hub\"", 1)]
    [InlineData("folder={0}home/budi/hub", 1)]
    [InlineData("GET {0}units/bm/work/items", 0)]
    [InlineData("src{0}work/x and https:/{0}root.example", 0)]
    public void A_path_of_one_machine_is_named(string line, int problems) =>
        Assert.Equal(problems, TextRules.MachinePaths("README.md", string.Format(null, line, '/')).Count());
}
