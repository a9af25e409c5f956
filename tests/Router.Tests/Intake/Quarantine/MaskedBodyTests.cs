using System.Text;
using Hub.Router.Intake.Quarantine;

namespace Hub.Router.Tests.Intake.Quarantine;

public class MaskedBodyTests
{
    [Theory]
    [InlineData("""{"caller":{"name":"Ratna Kusuma","phone":"+6281377004401"},"status":"Rampung"}""", "a person under names of a person")]
    [InlineData("""{"text":"hubungi 081377004401 atau ratna.kusuma@contoh.id","status":"Rampung"}""", "a person in free text")]
    [InlineData("""{"status":"Rampung","from":6281377004401}""", "a number that is a phone")]
    [InlineData("""{"status":"Rampung","n":6281377004401}""", "a number without a telling name")]
    [InlineData("""{"status":"Rampung","id":"wamid.HBgNNjI4MTM3NzAwNDQwMQ=="}""", "an id that holds a phone")]
    [InlineData("""{"status":"Rampung","6281377004401":"Ratna"}""", "a phone as the name of a field", "Ratna")]
    public void Nobody_is_shown_and_what_is_no_person_is(string body, string why, string allowed = "\u0000")
    {
        var shown = MaskedBody.Show(Encoding.UTF8.GetBytes(body));

        foreach (var word in new[] { "Ratna", "Kusuma", "81377004401", "ratna.kusuma", "HBgNNjI4" }.Where(word => word != allowed))
        {
            Assert.False(shown.Contains(word, StringComparison.Ordinal), $"{why}: {shown}");
        }

        Assert.Contains("Rampung", shown, StringComparison.Ordinal);
    }

    [Fact]
    public void Of_what_is_not_json_only_the_shape_is_shown()
    {
        var shown = MaskedBody.Show("{\"caller\":{\"name\":\"Ratna\",\"phone\":\"0813"u8.ToArray());

        Assert.EndsWith("{\"xxxxxx\":{\"xxxx\":\"xxxxx\",\"xxxxx\":\"9999", shown, StringComparison.Ordinal);
        Assert.DoesNotContain("Ratna", MaskedBody.Show((byte[])[0xff, 0xfe, .. "Ratna"u8]), StringComparison.Ordinal);
        Assert.NotEmpty(MaskedBody.Show("""{"a":1,"a":2}"""u8.ToArray()));
    }

    [Fact]
    public void A_field_that_is_missing_or_empty_is_shown_as_it_is()
    {
        var shown = MaskedBody.Show("""{"name":null,"phone":""}"""u8.ToArray());

        Assert.Contains("null", shown, StringComparison.Ordinal);
        Assert.Contains("\"\"", shown, StringComparison.Ordinal);
    }

    [Fact]
    public void A_long_body_is_cut() => Assert.InRange(MaskedBody.Show(Encoding.UTF8.GetBytes(new string('a', 1_000_000))).Length, 1, 21_000);
}
