using Hub.Router.Privacy;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace Hub.Router.Tests.Privacy;

public sealed class VaultOptionsTests
{
    private static readonly string Zeros = Convert.ToBase64String(new byte[32]);

    [Fact]
    public void Good_settings_are_bound_and_pass()
    {
        using var services = Services(new()
        {
            ["Vault:Keys:0:Id"] = "2026-08",
            ["Vault:Keys:0:Secret"] = TestVault.Secret("new"),
            ["Vault:Keys:1:Id"] = "2025_01",
            ["Vault:Keys:1:Secret"] = TestVault.Secret("old"),
            ["Vault:Pepper"] = TestVault.Secret("pepper"),
        });

        services.GetRequiredService<IStartupValidator>().Validate();

        Assert.Equal(["2026-08", "2025_01"], services.GetRequiredService<IOptions<VaultOptions>>().Value.Keys.Select(key => key.Id));
        Assert.Equal("x", services.GetRequiredService<Seal>().OpenText(services.GetRequiredService<Seal>().CloseText("x", "p"), "p"));
        Assert.Equal(64, services.GetRequiredService<LookupHash>().Of("a", "b", "c").Length);
    }

    [Fact]
    public void Every_fault_is_named_at_once_and_no_secret_with_it()
    {
        using var services = Services(new()
        {
            ["Vault:Keys:0:Id"] = "k 1",
            ["Vault:Keys:0:Secret"] = "not-base64-secret!",
            ["Vault:Keys:1:Id"] = "k2",
            ["Vault:Keys:1:Secret"] = Convert.ToBase64String("short-secret"u8),
            ["Vault:Keys:2:Id"] = "k2",
            ["Vault:Keys:2:Secret"] = Zeros,
        });

        var fault = Assert.Throws<OptionsValidationException>(() => services.GetRequiredService<IStartupValidator>().Validate());

        Assert.Equal(
            [
                "Vault:Keys:0:Id must be 1 to 32 letters, digits, dashes or underscores.",
                "Vault:Keys:0:Secret is not base64; make one with openssl rand -base64 32.",
                "Vault:Keys:1:Secret is 12 bytes long, not 32; make one with openssl rand -base64 32.",
                "Vault:Keys:2:Secret is a placeholder, not random; make one with openssl rand -base64 32.",
                "Vault:Keys has the Id 'k2' 2 times; each key needs its own.",
                "Vault:Pepper is missing; make one with openssl rand -base64 32.",
            ],
            fault.Failures);
    }

    [Fact]
    public void No_settings_at_all_do_not_start()
    {
        using var services = Services([]);

        var fault = Assert.Throws<OptionsValidationException>(() => services.GetRequiredService<IStartupValidator>().Validate());

        Assert.Equal(2, fault.Failures.Count());
    }

    [Fact]
    public void The_pepper_is_not_a_key_and_not_short()
    {
        var twin = new VaultOptions { Keys = [TestVault.Key("k1")], Pepper = TestVault.Secret("k1") };
        var brief = new VaultOptions { Keys = [TestVault.Key("k1")], Pepper = TestVault.Secret("p")[..40] };

        Assert.Contains("also one of Vault:Keys", new VaultOptionsValidator().Validate(null, twin).FailureMessage);
        Assert.Contains("not 32 or more", new VaultOptionsValidator().Validate(null, brief).FailureMessage);
    }

    private static ServiceProvider Services(Dictionary<string, string?> settings) => new ServiceCollection()
        .AddSingleton<IConfiguration>(new ConfigurationBuilder().AddInMemoryCollection(settings).Build())
        .AddPrivacy()
        .BuildServiceProvider();
}
