namespace Hub.Router.Routing;

/// <summary>A district (kecamatan). Many are named like everyday words, so the name alone places nothing.</summary>
/// <param name="Code">Kemendagri code with dots: 32.04.05.</param>
/// <param name="IsEveryday">The name helps only after "kecamatan", even where its regency is named.</param>
public sealed record District(string Code, string Name, double Latitude, double Longitude, bool IsEveryday = false)
{
    public string RegencyCode => Code[..5];

    public string ProvinceCode => Code[..2];
}
