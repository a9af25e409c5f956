using Hub.Router.Units;
using Microsoft.Extensions.Options;

namespace Hub.Router.Answers;

/// <summary>Whose answers a person at Biro Komunikasi Publik reads before the citizen does.</summary>
internal sealed class AnswerOptions
{
    public const string Section = "Answers";

    /// <summary>Codes of units.</summary>
    public List<string> ApprovalFor { get; } = [];
}

internal sealed class AnswerOptionsValidator(UnitDirectory directory) : IValidateOptions<AnswerOptions>
{
    public ValidateOptionsResult Validate(string? name, AnswerOptions options)
    {
        var faults = options.ApprovalFor.Where(code => !directory.Exists(code))
            .Select(code => $"Answers:ApprovalFor names \"{code}\", a unit that is not in the directory; correct the code.")
            .ToList();
        return faults.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(faults);
    }
}
