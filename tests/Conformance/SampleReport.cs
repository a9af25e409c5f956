using System.Globalization;

namespace Hub.Conformance;

/// <summary>One report as its citizen made it; the words tell it from all others.</summary>
/// <param name="At">When it was made and last changed, by the channel's clock.</param>
public sealed record SampleReport(int Number, DateTimeOffset At)
{
    public string Text => string.Create(CultureInfo.InvariantCulture, $"Lubang nomor {Number:D4} di depan pasar, tolong ditambal.");

    public bool Anonymous { get; init; }

    public bool Secret { get; init; }
}

/// <summary>The one citizen of the kit. Nothing of this may be seen outside the vault.</summary>
public static class SampleCitizen
{
    public const string Name = "Ratnawati Contohsari";

    /// <summary>Digits with country code.</summary>
    public const string Phone = "6281299900158";

    public const string Email = "ratnawati@contoh.test";

    /// <summary>Every form in which the citizen could be recognised.</summary>
    public static IReadOnlyList<string> Traces { get; } =
        ["Ratnawati", "Contohsari", Phone, Phone[2..], "0" + Phone[2..], Email, Convert.ToBase64String("6281299900158"u8)[..12]];
}

/// <summary>A part of a raw body. The cases nested here are the whole list.</summary>
public abstract record SamplePart
{
    private SamplePart()
    {
    }

    public sealed record Good(SampleReport Report) : SamplePart;

    /// <summary>Names the citizen and lacks what no reader can do without.</summary>
    public sealed record Broken(SampleReport Report) : SamplePart;

    /// <summary>Says a word that is in no table where the channel has a fixed list.</summary>
    public sealed record Strange(SampleReport Report, string Word) : SamplePart;
}
