using Hub.Worker.Config;

namespace Hub.Worker.Tests.Config;

public sealed class RoutingOptionsTests
{
    public static TheoryData<string, RoutingOptionsCase> Faults => new()
    {
        { "Routing:Folder is empty", new(options => options.Folder = " ") },
        { "Routing:ReloadEvery is 00:00:00.5000000", new(options => options.ReloadEvery = TimeSpan.FromSeconds(0.5)) },
        { "Routing:ReloadEvery is 02:00:00", new(options => options.ReloadEvery = TimeSpan.FromHours(2)) },
        { "Routing:Shadow:Folder is empty", new(options => options.Shadow.Folder = "") },
        { "Routing:Shadow:Keep is 999", new(options => options.Shadow.Keep = 999) },
    };

    [Theory]
    [MemberData(nameof(Faults), DisableDiscoveryEnumeration = true)]
    public void A_setting_out_of_bounds_is_named(string fault, RoutingOptionsCase wrong)
    {
        var options = new RoutingOptions();
        wrong.Break(options);

        Assert.StartsWith(fault, Assert.Single(new RoutingOptionsValidator().Validate(null, options).Failures!), StringComparison.Ordinal);
    }

    [Fact]
    public void The_settings_as_they_are_without_a_word_are_right() => Assert.True(new RoutingOptionsValidator().Validate(null, new RoutingOptions()).Succeeded);
}

/// <summary>One way to get a setting wrong.</summary>
public sealed class RoutingOptionsCase
{
    internal RoutingOptionsCase(Action<RoutingOptions> wrong) => Break = wrong;

    internal Action<RoutingOptions> Break { get; }
}
