using Microsoft.Extensions.DependencyInjection;

namespace Hub.Router.Privacy;

public static class PrivacyRegistration
{
    public static IServiceCollection AddPrivacy(this IServiceCollection services)
    {
        services.AddOptionsWithValidateOnStart<VaultOptions, VaultOptionsValidator>().BindConfiguration(VaultOptions.Section);

        return services.AddSingleton<Seal>().AddSingleton<LookupHash>();
    }
}
