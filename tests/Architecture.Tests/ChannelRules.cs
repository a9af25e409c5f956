using Hub.Architecture.Tests.House;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Hub.Architecture.Tests;

/// <summary>One folder is one channel; nobody else knows it but the list of channels (DESIGN 3).</summary>
internal static class ChannelRules
{
    private const string Connectors = "src/Connectors";
    private const string List = $"{Connectors}/ConnectorRegistration.cs";

    /// <summary>Every folder of Connectors is a channel, except what they share.</summary>
    public static IReadOnlySet<string> Channels(IEnumerable<SourceFile> sources) =>
        (from source in sources
         where source.IsIn(Connectors)
         let parts = source.Path.Split('/')
         where parts.Length > 3 && parts[2] != "Shared"
         select parts[2]).ToHashSet();

    public static IEnumerable<string> Strangers(IReadOnlyList<SourceFile> sources)
    {
        var channels = Channels(sources);
        return from source in sources
               where source.IsIn("src") && source.Path != List
               from channel in channels
               where !source.IsIn($"{Connectors}/{channel}") && Mentions(source, channel)
               select $"{source.Path} knows the channel {channel}.";
    }

    public static IEnumerable<string> Misplaced(IReadOnlyList<SourceFile> sources) =>
        from source in sources
        from channel in Channels(sources)
        where source.IsIn($"{Connectors}/{channel}")
        from space in source.All<BaseNamespaceDeclarationSyntax>()
        where space.Name.ToString() != $"Hub.Connectors.{channel}"
        select $"{source.Path} is in the namespace {space.Name}, not in Hub.Connectors.{channel}.";

    /// <summary>By its full name anywhere; inside Connectors the short name reaches it as well.</summary>
    private static bool Mentions(SourceFile source, string channel)
    {
        var tokens = source.Tokens;
        return Enumerable.Range(0, tokens.Count).Any(index =>
            IsName(tokens, index, channel)
            && ((index > 1 && IsName(tokens, index - 2, "Connectors")) || (source.IsIn(Connectors) && Is(tokens, index + 1, SyntaxKind.DotToken) && !Is(tokens, index - 1, SyntaxKind.DotToken))));
    }

    private static bool IsName(IReadOnlyList<SyntaxToken> tokens, int index, string name) => Is(tokens, index, SyntaxKind.IdentifierToken) && tokens[index].ValueText == name;

    private static bool Is(IReadOnlyList<SyntaxToken> tokens, int index, SyntaxKind kind) => index >= 0 && index < tokens.Count && tokens[index].IsKind(kind);
}
