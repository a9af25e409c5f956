using Hub.Router.Routing.Learning;

namespace Hub.Router.Tests.Routing.Learning;

public sealed class ModelWordsTests
{
    [Theory]
    [InlineData("Jln. RUSAK 3 km", "jalan rusak 0 km")]
    [InlineData("di Sentosa, dekat jalan", "di # dekat jalan")]
    [InlineData("Desa Sukamaju becek", "desa # becek")]
    [InlineData("desa jalan", "desa jalan")]
    [InlineData("lubangnya", "lubang")]
    [InlineData("Kec. Uji Sentosa", "kec #")]
    public void Abbreviations_numbers_and_names_of_places_are_folded(string text, string read)
    {
        var words = new WordBuffer();

        new ModelWords(SmallKnowledge.Whole).Read(null, text, words);

        Assert.Equal(read, string.Join(' ', Enumerable.Range(0, words.Count).Select(word => words[word].ToString())));
    }

    [Fact]
    public void Names_of_places_teach_nothing()
    {
        var (one, other) = (new WordBuffer(), new WordBuffer());
        var reader = new ModelWords(SmallKnowledge.Whole);
        reader.Read("Banjir di Sentosa", "Kecamatan Anu banjir", one);
        reader.Read("Banjir di Uji", "Kecamatan Lain banjir", other);

        Assert.Equal(one.Count, other.Count);
        Assert.True(Enumerable.Range(0, one.Count).All(word => one[word].SequenceEqual(other[word])));
    }

    [Fact]
    public void A_long_text_is_read_to_its_end()
    {
        var words = new WordBuffer();

        new ModelWords(SmallKnowledge.Whole).Read(null, string.Join(' ', Enumerable.Repeat("banjir", 3000)) + " surut", words);

        Assert.Equal(3001, words.Count);
        Assert.Equal("banjir surut", words.Pair(3000).ToString());
        Assert.Equal(" surut ", words.Between(3000).ToString());
    }
}
