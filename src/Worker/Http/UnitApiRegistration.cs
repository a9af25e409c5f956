namespace Hub.Worker.Http;

/// <summary>What the unit API needs.</summary>
internal static class UnitApiRegistration
{
    public static IServiceCollection AddUnitApi(this IServiceCollection services)
    {
        services.AddOptionsWithValidateOnStart<UnitApiOptions, UnitApiOptionsValidator>().BindConfiguration(UnitApiOptions.Section);
        return services.AddSingleton<UnitRates>().AddUnitDocument();
    }
}
