using Hub.Router.Routing.Places;

namespace Hub.Router.Tests.Routing;

public class KilometrePostTests
{
    [Theory]
    [InlineData("Lubang di km 23 arah kota", "KM 23")]
    [InlineData("Longsor KM. 12+500 menutup jalan", "KM 12+500")]
    [InlineData("amblas di Km.7,5", "KM 7+500")]
    [InlineData("KM12+40 rusak", "KM 12+040")]
    [InlineData("di kilometer 101", "KM 101")]
    [InlineData("sekitar Kilo Meter 9", "KM 9")]
    [InlineData("rusak 3 km dari pasar, tepatnya km 4", "KM 4")]
    public void A_number_after_the_word_is_a_post(string text, string post) => Assert.Equal(post, KilometrePost.Find(text));

    [Theory]
    [InlineData("rusak sepanjang 3 km dari pasar")]
    [InlineData("sepanjang 2 km 3 bulan lalu")]
    [InlineData("melaju 60 km/jam")]
    [InlineData("kmk 23")]
    [InlineData("akm 23")]
    [InlineData("km")]
    [InlineData("nomor km 123456789")]
    [InlineData("")]
    [InlineData(null)]
    public void A_distance_a_speed_and_other_words_are_none(string? text) => Assert.Null(KilometrePost.Find(text));
}
