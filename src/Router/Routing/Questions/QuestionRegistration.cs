using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Hub.Router.Routing.Questions;

internal static class QuestionRegistration
{
    /// <summary>The host says on which channels is asked; without it on none.</summary>
    public static IServiceCollection AddQuestions(this IServiceCollection services)
    {
        services.TryAddSingleton(QuestionPolicy.Off);
        return services.AddSingleton<ReportQuestions>();
    }
}
