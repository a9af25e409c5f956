using Hub.Router.Routing;

namespace Hub.Router.Tests.Routing.Text;

/// <summary>How people really write: each row says what is odd about it, and the rules read it as if it were not.</summary>
public sealed class SpellingTests
{
    private static readonly RoutingEngine Engine = new(SmallKnowledge.Whole with
    {
        Topics =
        [
            new("jalan", "jalan", ["PU-BM"], [SmallKnowledge.Rule("jalan.frasa", 3, "jalan rusak", "pengaspalan", "lubang besar", "aspal")]),
            new("sungai", "sungai", ["PU-SDA"], [SmallKnowledge.Rule("sungai.frasa", 3, "sungai meluap", "banjir", "tanggul", "air mati")]),
            new("sampah", "sampah", ["PU-BM"], [SmallKnowledge.Rule("sampah.frasa", 4, "sampah")]),
        ],
        Words = [new("road", ["jalan"]), new("broken", ["rusak", "berlubang"])],
        Abbreviations = [new("jl", "jalan"), new("cai", "air", "Sunda"), new("dalan", "jalan", "Jawa"), new("runtah", "sampah", "Sunda")],
        Landmarks = ["depan"],
        Everyday = ["pengasapan"],
    });

    [Theory]
    [InlineData("jalan rusaaaak", "jalan", "a letter drawn out")]
    [InlineData("jalan rusaak", "jalan", "a letter doubled")]
    [InlineData("JALAN RUSAK", "jalan", "capitals")]
    [InlineData("jalan\u00a0rusak", "jalan", "a no-break space")]
    [InlineData("ja\u00adlan ru\u200bsak", "jalan", "marks that nobody sees")]
    [InlineData("jalan…rusak!!!", "jalan", "odd punctuation")]
    [InlineData("jalanrusak", "jalan", "two words of one rule glued")]
    [InlineData("jalanRusak", "jalan", "a lost line break")]
    [InlineData("airmati", "sungai", "two short words of one rule glued")]
    [InlineData("banjirdan macet", "sungai", "glued to a small word")]
    [InlineData("mohonpengaspalan", "jalan", "a small word glued before")]
    [InlineData("b4njir lagi", "sungai", "a digit for a letter")]
    [InlineData("5ampah", "sampah", "a digit in front")]
    [InlineData("ban7ir", null, "a digit that looks like another letter")]
    [InlineData("jalan2 rusak", "jalan", "a word doubled with 2")]
    [InlineData("sampah2nya bau", "sampah", "a word doubled with 2 and an ending")]
    [InlineData("jalannya rusak", "jalan", "an ending")]
    [InlineData("kebanjiran", "sungai", "ke- and -an")]
    [InlineData("persampahan", "sampah", "per- and -an")]
    [InlineData("mengaspalkan", "jalan", "meng- and -kan")]
    [InlineData("banjire", "sungai", "a Javanese ending")]
    [InlineData("runtahna numpuk", "sampah", "a Sundanese word with its ending")]
    [InlineData("dalan rusak", "jalan", "a Javanese word")]
    [InlineData("cai mati", "sungai", "a Sundanese word in a phrase")]
    [InlineData("pengaspaln", "jalan", "a letter left out")]
    [InlineData("pengaaspalan", "jalan", "a letter too many")]
    [InlineData("pengasplaan", "jalan", "two letters swapped in a long word")]
    [InlineData("pengaspalam", "jalan", "a wrong letter")]
    [InlineData("pengasapan", null, "an everyday word one letter away")]
    [InlineData("tanggal tiga", null, "in a short word one letter makes another word")]
    [InlineData("bengaspalan", null, "the first letter must be right")]
    [InlineData("aspla", null, "too short a word to guess")]
    [InlineData("jalanmulus", null, "no rule has the two side by side")]
    public void A_report_is_read_however_it_is_written(string text, string? topic, string why) =>
        Assert.True(topic == Topic(text), $"{why}: {Topic(text) ?? "nothing"}");

    [Fact]
    public void A_word_between_two_rule_words_is_not_guessed()
    {
        var engine = new RoutingEngine(SmallKnowledge.Whole with
        {
            Topics = [new("a", "a", ["PU-BM"], [SmallKnowledge.Rule("a.kata", 4, "karangan")]), new("b", "b", ["PU-SDA"], [SmallKnowledge.Rule("b.kata", 4, "kurangan")])],
        });

        Assert.Null(engine.Decide(SmallKnowledge.Facts("kerangan")).Explanation.Topic);
        Assert.Equal("a", engine.Decide(SmallKnowledge.Facts("karanga")).Explanation.Topic);
    }

    [Fact]
    public void Names_of_places_are_never_read_into_a_mistake()
    {
        var place = SmallKnowledge.Facts("banjir di Sentosaa").Text;

        Assert.DoesNotContain(Engine.Decide(SmallKnowledge.Facts(place)).Explanation.Facts, fact => fact.Kind is "place");
    }

    private static string? Topic(string text) => Engine.Decide(SmallKnowledge.Facts(text)).Explanation.Topic;
}
