using Hub.Contracts.Channels;
using Hub.Router.StatusSync;
using Hub.Router.Tests.Rig;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace Hub.Router.Tests.StatusSync;

public class StatusSyncOptionsTests
{
    private static readonly ServiceProvider Services = new ServiceCollection().AddSingleton<IStatusSink>(new TestSink(RouterRig.Channel)).BuildServiceProvider();

    [Fact]
    public void The_defaults_are_sound_and_a_lease_is_just_longer_than_an_attempt()
    {
        var options = new StatusSyncOptions();

        Assert.True(new StatusSyncOptionsValidator().Validate(null, options).Succeeded);
        Assert.True(new StatusSyncRates(Services).Validate(null, options).Succeeded);
        Assert.Equal((TimeSpan.FromSeconds(20), TimeSpan.FromSeconds(30)), (options.AttemptTimeout, options.LeaseTime));
    }

    [Fact]
    public void Everything_that_is_wrong_is_said_at_once()
    {
        var options = new StatusSyncOptions
        {
            FirstPause = TimeSpan.FromMinutes(6),
            StuckAfter = TimeSpan.FromDays(2),
            Budgets = { ["kannal"] = new ChannelRate { PerSecond = 0, Burst = 0, RecipientEvery = TimeSpan.FromDays(1), RecipientBurst = 0 } },
        };

        var faults = new StatusSyncRates(Services).Validate(null, options).Failures!.ToList();

        Assert.Equal(7, faults.Count);
        Assert.Contains(faults, fault => fault.Contains("StatusSync:Budgets:kannal is no channel", StringComparison.Ordinal) && fault.Contains("known: kanal", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(double.NaN)]
    [InlineData(double.PositiveInfinity)]
    [InlineData(-1)]
    public void A_rate_that_is_no_rate_is_refused(double rate)
    {
        var options = new StatusSyncOptions { Budgets = { [RouterRig.Channel] = new ChannelRate { PerSecond = rate } } };

        Assert.True(new StatusSyncRates(Services).Validate(null, options).Failed);
    }

    [Fact]
    public void Connectors_that_cannot_be_built_speak_for_themselves()
    {
        using var broken = new ServiceCollection()
            .AddSingleton<IStatusSink>(_ => throw new OptionsValidationException("Channels", typeof(object), ["their own fault"])).BuildServiceProvider();

        Assert.True(new StatusSyncRates(broken).Validate(null, new StatusSyncOptions { Budgets = { ["kanal"] = new ChannelRate() } }).Succeeded);
    }
}
