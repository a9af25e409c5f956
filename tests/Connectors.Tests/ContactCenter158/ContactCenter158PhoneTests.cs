using Hub.Connectors.ContactCenter158;

namespace Hub.Connectors.Tests.ContactCenter158;

public sealed class ContactCenter158PhoneTests
{
    [Theory]
    [InlineData("+6281200000158", "+6281200000158")]
    [InlineData("081200000158", "+6281200000158")]
    [InlineData("0812-0000-0158", "+6281200000158")]
    [InlineData("6281200000158", "+6281200000158")]
    [InlineData("+62 0812 0000 0158", "+6281200000158")] // zero left in
    [InlineData("(021) 5550158", "+62215550158")]
    [InlineData("00658123 4567", "+6581234567")] // abroad
    [InlineData("tidak diketahui", null)]
    [InlineData("withheld", null)]
    [InlineData("158", null)]
    [InlineData("+0812", null)]
    [InlineData("08120000015812345", null)] // longer than E.164
    [InlineData("", null)]
    [InlineData(null, null)]
    public void A_number_becomes_e164_or_nothing(string? written, string? number) =>
        Assert.Equal(number, ContactCenter158Phone.Read(written));
}
