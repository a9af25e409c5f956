using Hub.Router.Routing.Learning;

namespace Hub.Router.Tests.Routing.Learning;

public sealed class ModelWordsTests
{
    private readonly ModelWords reader = new(SmallKnowledge.Whole, FeatureSpace.Everything());

    [Theory]
    [InlineData("Jln. RUSAK 3 km", "jalan rusak 0 km")]
    [InlineData("di Sentosa, dekat jalan", "di # dekat jalan")]
    [InlineData("Desa Sukamaju becek", "desa # becek")]
    [InlineData("desa jalan", "desa jalan")]
    [InlineData("lubangnya", "lubang")]
    [InlineData("Kec. Uji Sentosa", "kec #")]
    public void Abbreviations_numbers_and_names_of_places_are_folded(string text, string read)
    {
        Assert.Equal(read, string.Join(' ', Read(null, text)));
        Assert.Equal(read, string.Join(' ', Read(null, text)));
    }

    [Fact]
    public void Names_of_places_teach_nothing() =>
        Assert.Equal(Read("Banjir di Sentosa", "Kecamatan Anu banjir"), Read("Banjir di Uji", "Kecamatan Lain banjir"));

    [Fact]
    public void A_long_text_is_read_to_its_end()
    {
        var words = Read(null, string.Join(' ', Enumerable.Repeat("banjir", 3000)) + " surut");

        Assert.Equal(3001, words.Count);
        Assert.Equal("surut", words[^1]);
    }

    [Fact]
    public void A_pair_has_the_same_number_however_it_is_met()
    {
        Assert.Equal(PieceHash.OfPair("banjir surut"), PieceHash.OfPair(PieceHash.BeginPair("banjir"), "surut"));
        Assert.NotEqual(PieceHash.OfPair("banjir surut"), PieceHash.OfWord("banjir surut"));
    }

    private List<string> Read(string? title, string text)
    {
        var words = new List<ModelWord>();
        reader.Read(title, text, words);
        return words.ConvertAll(word => word.Text);
    }
}
