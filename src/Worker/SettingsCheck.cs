using System.ComponentModel;
using System.Reflection;
using Microsoft.Extensions.Options;

namespace Hub.Worker;

/// <summary>
/// Looks at the whole configuration before anything starts and names everything that is wrong with it at once: settings
/// nobody knows, values that cannot be read, and what each section's own validator says (P10).
/// </summary>
internal static class SettingsCheck
{
    /// <exception cref="SettingsException">Something is wrong; the message names all of it.</exception>
    /// <param name="found">Faults that were found before.</param>
    public static void Require(IServiceProvider services, IServiceCollection registered, IReadOnlyList<string> found)
    {
        IReadOnlyList<string> faults = [.. found, .. Faults(services, registered)];
        if (faults.Count > 0)
        {
            throw new SettingsException(string.Join(Environment.NewLine, [$"The configuration has {faults.Count} fault(s); nothing was started:", .. faults.Select(fault => $"  - {fault}")]));
        }
    }

    private static IReadOnlyList<string> Faults(IServiceProvider services, IServiceCollection registered)
    {
        var configuration = services.GetRequiredService<IConfiguration>();
        return [.. OptionTypes(registered).SelectMany(type => Faults(services, configuration, type)).Distinct()];
    }

    /// <summary>Every options type of ours that somebody validates, with the section it is bound to.</summary>
    private static IEnumerable<(Type Type, string Section)> OptionTypes(IServiceCollection registered) => registered
        .Select(service => service.ServiceType)
        .Where(type => type.IsGenericType && type.GetGenericTypeDefinition() == typeof(IValidateOptions<>))
        .Select(type => type.GetGenericArguments()[0])
        .Distinct()
        .Select(type => (Type: type, Section: type.GetField("Section", BindingFlags.Public | BindingFlags.Static)?.GetRawConstantValue() as string))
        .Where(found => found.Section is not null)
        .Select(found => (found.Type, found.Section!));

    private static IReadOnlyList<string> Faults(IServiceProvider services, IConfiguration configuration, (Type Type, string Section) options)
    {
        var unreadable = Unreadable(configuration.GetSection(options.Section), options.Type).ToList();
        if (unreadable.Count > 0)
        {
            return unreadable;
        }

        try
        {
            var monitor = services.GetRequiredService(typeof(IOptions<>).MakeGenericType(options.Type));
            _ = monitor.GetType().GetProperty("Value")!.GetValue(monitor);
            return [];
        }
        catch (TargetInvocationException fault) when (fault.InnerException is OptionsValidationException invalid)
        {
            return [.. invalid.Failures.Select(failure => failure.Contains(options.Section, StringComparison.Ordinal) ? failure : $"{options.Section}: {failure}")];
        }
        catch (TargetInvocationException fault)
        {
            return [$"{options.Section}: {fault.InnerException!.Message}"];
        }
    }

    private static IEnumerable<string> Unreadable(IConfigurationSection section, Type type)
    {
        foreach (var child in section.GetChildren())
        {
            var property = type.GetProperty(child.Key, BindingFlags.Public | BindingFlags.Instance | BindingFlags.IgnoreCase);
            if (property is null)
            {
                yield return $"{child.Path} is not a setting; known here: {string.Join(", ", type.GetProperties().Select(known => known.Name))}.";
                continue;
            }

            foreach (var fault in Unreadable(child, property))
            {
                yield return fault;
            }
        }
    }

    private static IEnumerable<string> Unreadable(IConfigurationSection child, PropertyInfo property)
    {
        var type = Nullable.GetUnderlyingType(property.PropertyType) ?? property.PropertyType;
        if (child.Value is { } value)
        {
            return CanRead(type, value) ? [] : [$"{child.Path} is \"{Shown(child.Path, value)}\", which is not {Wanted(type)}."];
        }

        // Lists and maps of sections: each entry is checked against the type of the entries.
        var entry = type.IsGenericType ? type.GetGenericArguments()[^1] : type;
        return entry.Namespace?.StartsWith("Hub.", StringComparison.Ordinal) is not true || entry.IsEnum
            ? []
            : type.IsGenericType ? child.GetChildren().SelectMany(each => Unreadable(each, entry)) : Unreadable(child, entry);
    }

    private static bool CanRead(Type type, string value)
    {
        if (type == typeof(string) || value.Length == 0 || type.IsGenericType || type.IsArray)
        {
            return true;
        }

        try
        {
            _ = type == typeof(Uri) ? new Uri(value, UriKind.Absolute) : TypeDescriptor.GetConverter(type).ConvertFromInvariantString(value);
            return true;
        }
        catch (Exception fault) when (fault is FormatException or ArgumentException or NotSupportedException or OverflowException or InvalidCastException or UriFormatException)
        {
            return false;
        }
    }

    /// <summary>A mistyped secret is not repeated on the screen.</summary>
    private static string Shown(string path, string value) =>
        path.Contains("Secret", StringComparison.OrdinalIgnoreCase) || path.Contains("Key", StringComparison.OrdinalIgnoreCase) || path.Contains("Token", StringComparison.OrdinalIgnoreCase)
            || value.Contains('@', StringComparison.Ordinal) ? "…" : value;

    private static string Wanted(Type type) => type switch
    {
        _ when type == typeof(TimeSpan) => "a time span such as 00:00:30",
        _ when type == typeof(Uri) => "an absolute address such as https://example.go.id",
        _ when type == typeof(bool) => "true or false",
        { IsEnum: true } => $"one of {string.Join(", ", Enum.GetNames(type))}",
        _ => "a number",
    };
}
