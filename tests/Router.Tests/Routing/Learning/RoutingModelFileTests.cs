using Hub.Router.Routing;

namespace Hub.Router.Tests.Routing.Learning;

public sealed class RoutingModelFileTests
{
    private static readonly string Written = RoutingModelFile.Write(ToyReports.Model);

    [Fact]
    public void What_is_read_is_what_was_written()
    {
        var read = RoutingModelFile.Read(Written, []);

        Assert.Equal(Written, RoutingModelFile.Write(read!));
        Assert.Equal(ToyReports.Provenance, read!.Provenance);
        Assert.Equal(ToyReports.Model.Scores, read.Scores);
    }

    [Theory]
    [InlineData("hub-linear-1", "hub-linear-0", "trainer")]
    [InlineData("\"shown\"", "\"shwon\"", "line")]
    [InlineData("\"SDA\"", "\"BINA_MARGA\"", "contents")]
    [InlineData("\"unknown\"", "\"unclear\"", "contents")]
    [InlineData("\"rarity\": [", "\"rarity\": [\"AAAA\",", "contents")]
    [InlineData("\"weights\": [", "\"weights\": [\"AAAA\",", "contents")]
    [InlineData("\"evidence\": [", "\"evidence\": [\"*\",", "contents")]
    [InlineData("\"evidence\": [", "\"evidence\": [\"AADAfw\",", "contents")]
    [InlineData("\"belief\": ", "\"belief\": 9", "contents")]
    public void A_file_with_any_fault_is_refused_whole_and_says_what_to_do(string what, string instead, string entry)
    {
        var at = Written.IndexOf(what, StringComparison.Ordinal);
        Assert.True(at >= 0, what);
        List<KnowledgeFault> faults = [];

        Assert.Null(RoutingModelFile.Read(Written[..at] + instead + Written[(at + what.Length)..], faults));

        var fault = Assert.Single(faults);
        Assert.Equal(KnowledgeFile.Model, fault.File);
        Assert.StartsWith(entry, fault.Entry, StringComparison.Ordinal);
        Assert.Contains("hub routing train", fault.Remedy, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData("null")]
    [InlineData("{}")]
    [InlineData("[1]")]
    public void What_is_no_model_is_a_fault_and_no_exception(string text)
    {
        List<KnowledgeFault> faults = [];

        Assert.Null(RoutingModelFile.Read(text, faults));
        Assert.Single(faults);
    }

    [Fact]
    public void A_file_that_was_cut_off_is_a_fault()
    {
        List<KnowledgeFault> faults = [];

        Assert.Null(RoutingModelFile.Read(Written[..(Written.Length / 2)], faults));
        Assert.StartsWith("line", Assert.Single(faults).Entry, StringComparison.Ordinal);
    }
}
