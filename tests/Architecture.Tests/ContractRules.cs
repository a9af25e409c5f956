using System.Reflection;

namespace Hub.Architecture.Tests;

/// <summary>What the language of the hub may hold, and what its messages may never carry (P9). Each rule gives what breaks it.</summary>
internal static class ContractRules
{
    private static readonly HashSet<string> IdentityNames =
        new(StringComparer.OrdinalIgnoreCase) { "Name", "FullName", "ReporterName", "Phone", "PhoneNumber", "Email", "Nik", "Address", "Wamid", "ReplyTo" };

    private static readonly HashSet<string> IdentityTypes = ["ReporterIdentity", "ChannelIdentity"];

    public static IEnumerable<string> Kinds(IEnumerable<Type> exported) =>
        from type in exported
        where !type.IsEnum && !type.IsInterface && !IsRecord(type)
        select $"{type.FullName} is neither a record nor an enum nor an interface.";

    public static IEnumerable<string> Identity(IEnumerable<Type> messages) => messages.SelectMany(message => Identity(message, message.Name, []));

    private static IEnumerable<string> Identity(Type type, string path, HashSet<Type> seen) =>
        !seen.Add(type)
            ? []
            : from property in type.GetProperties(BindingFlags.Public | BindingFlags.Instance)
              let inner = $"{path}.{property.Name}"
              from problem in
                  IdentityNames.Contains(property.Name) ? [$"{inner} would carry who reported."]
                  : Parts(property.PropertyType).FirstOrDefault(part => IdentityTypes.Contains(part.Name)) is { } identity ? [$"{inner} would carry a {identity.Name}."]
                  : Parts(property.PropertyType).Where(IsOurs).SelectMany(part => Identity(part, inner, seen))
              select problem;

    /// <summary>A type and what it holds: elements of an array, arguments of a generic.</summary>
    private static IEnumerable<Type> Parts(Type type) =>
        [type, .. type.GetElementType() is { } element ? Parts(element) : [], .. type.GetGenericArguments().SelectMany(Parts)];

    private static bool IsOurs(Type type) => !type.IsEnum && type.Namespace?.StartsWith("Hub.", StringComparison.Ordinal) == true;

    /// <summary>The compiler writes a copy method for a record class and a member printer for both kinds.</summary>
    private static bool IsRecord(Type type) =>
        type.GetMethod("<Clone>$") is not null
        || (type.IsValueType && type.GetMethod("PrintMembers", BindingFlags.NonPublic | BindingFlags.Instance) is not null);
}
