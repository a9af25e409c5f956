using Hub.Router.Privacy;

namespace Hub.Router.Tests.Privacy;

public sealed class SafeTextTests
{
    [Theory]
    [InlineData("abc", 3, "abc")]
    [InlineData("abcd", 3, "abc")]
    [InlineData("ab🚧", 3, "ab")] // the pair does not fit whole
    [InlineData("a🚧b", 3, "a🚧")]
    [InlineData("abc", 0, "")]
    public void A_cut_leaves_whole_characters(string text, int longest, string cut) => Assert.Equal(cut, SafeText.Cut(text, longest));

    [Theory]
    [InlineData("a\r\nb", "a  b")]
    [InlineData("a\u2028b\u2029c", "a b c")]
    [InlineData("a\tb\u0085c", "a b c")]
    [InlineData("\u001b[31ma\0b\u0007", "[31mab")] // ANSI, NUL, bell
    [InlineData("a\u202Eb\u2066c", "abc")] // direction marks
    [InlineData("rusak 🚧 é", "rusak 🚧 é")]
    public void One_line_holds_no_control_and_no_direction_marks(string text, string line) => Assert.Equal(line, SafeText.OneLine(text, 100));
}
