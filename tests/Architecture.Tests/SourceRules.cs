using System.Text.RegularExpressions;
using Hub.Architecture.Tests.House;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Hub.Architecture.Tests;

/// <summary>What no source file may hold. Each rule gives what breaks it, with file and line where there is one.</summary>
internal static partial class SourceRules
{
    private const int Wall = 250;

    private static readonly string[] EmptyEndings = ["Manager", "Helper", "Util", "Common", "Base", "Impl", "Data", "Info"];

    /// <summary>The tool writes migrations; their size, names and modifiers are its own.</summary>
    private static bool IsGenerated(SourceFile source) => source.Path.Contains("/Migrations/", StringComparison.Ordinal);

    public static IEnumerable<string> Size(IEnumerable<SourceFile> sources) =>
        from source in sources
        where source.Lines > Wall && !IsGenerated(source)
        select $"{source.Path} has {source.Lines} lines; {Wall} is the wall.";

    /// <summary>System first, then by the alphabet; the compiler does not mind, and a reader does.</summary>
    public static IEnumerable<string> UnorderedUsings(IEnumerable<SourceFile> sources) =>
        from source in sources
        let names = source.All<UsingDirectiveSyntax>().Where(line => line.Alias is null && !line.StaticKeyword.IsKind(SyntaxKind.StaticKeyword)).Select(line => $"{line.NamespaceOrType}").ToList()
        where !names.SequenceEqual(names.OrderBy(name => name is not "System" && !name.StartsWith("System.", StringComparison.Ordinal)).ThenBy(name => name, StringComparer.OrdinalIgnoreCase))
        select $"{source.Path} names its namespaces in no order; run dotnet format.";

    public static IEnumerable<string> Names(IEnumerable<SourceFile> sources) =>
        from source in sources
        from type in source.Types
        from ending in EmptyEndings
        where type.Identifier.ValueText.EndsWith(ending, StringComparison.Ordinal) || type.Identifier.ValueText.EndsWith(ending + "s", StringComparison.Ordinal)
        select $"{source.At(type)} {type.Identifier.ValueText} ends in {ending}, which says nothing.";

    /// <summary>A class that only this assembly sees is sealed, static or abstract; one part of a partial class speaks for all.</summary>
    public static IEnumerable<string> Unsealed(IEnumerable<SourceFile> sources)
    {
        var classes = from source in sources
                      where !IsGenerated(source)
                      from type in source.All<TypeDeclarationSyntax>()
                      where type is ClassDeclarationSyntax || (type is RecordDeclarationSyntax && !type.IsKind(SyntaxKind.RecordStructDeclaration))
                      select (Source: source, Type: type);

        return from parts in classes.GroupBy(each => (Path.GetDirectoryName(each.Source.Path), each.Type.Identifier.ValueText, each.Type.Arity))
               let words = parts.SelectMany(part => part.Type.Modifiers).Select(word => word.Kind()).ToHashSet()
               where !words.Overlaps([SyntaxKind.SealedKeyword, SyntaxKind.StaticKeyword, SyntaxKind.AbstractKeyword, SyntaxKind.PublicKeyword])
               select $"{parts.First().Source.At(parts.First().Type)} {parts.First().Type.Identifier.ValueText} is internal and not sealed.";
    }

    /// <summary>A message sent to an exchange without a queue is lost without a word (RELIABILITY 0.3).</summary>
    public static IEnumerable<string> ExchangeAddresses(IEnumerable<SourceFile> sources) =>
        from source in sources
        where source.Texts.Any(text => text.Contains("exchange:", StringComparison.OrdinalIgnoreCase))
        select $"{source.Path} sends to an exchange: send to a queue by name, or publish.";

    public static IEnumerable<string> Words(IEnumerable<SourceFile> sources, string word) =>
        from source in sources
        where source.Tokens.Any(token => token.IsKind(SyntaxKind.IdentifierToken) && token.ValueText == word)
        select $"{source.Path} uses {word}.";

    /// <summary>Raw SQL takes its values as parameters; a text put together from pieces is how SQL gets injected.</summary>
    public static IEnumerable<string> AssembledSql(IEnumerable<SourceFile> sources) =>
        from source in sources
        from call in source.All<InvocationExpressionSyntax>()
        where call.Expression is MemberAccessExpressionSyntax { Name.Identifier.ValueText: "FromSqlRaw" or "ExecuteSqlRaw" or "ExecuteSqlRawAsync" or "SqlQueryRaw" }
        let sql = call.ArgumentList.Arguments.FirstOrDefault()?.Expression
        where sql is InterpolatedStringExpressionSyntax or BinaryExpressionSyntax or InvocationExpressionSyntax
        select $"{source.At(call)} puts raw SQL together from pieces.";

    public static IEnumerable<string> Unfinished(IEnumerable<SourceFile> sources) =>
        from source in sources
        from comment in source.Comments
        where UnfinishedWord().IsMatch(comment)
        select $"{source.Path} leaves work undone: {comment.Trim()}";

    public static IEnumerable<string> SkipsWithoutReason(IEnumerable<SourceFile> sources) =>
        from source in sources
        from argument in source.All<AttributeArgumentSyntax>()
        where argument.NameEquals?.Name.Identifier.ValueText == "Skip" && Reason(argument.Expression).Length < 15
        select $"{source.At(argument)} skips a test and does not say why.";

    private static string Reason(ExpressionSyntax expression) => expression is LiteralExpressionSyntax literal ? literal.Token.ValueText.Trim() : expression.ToString();

    [GeneratedRegex(@"\b(TODO|FIXME|HACK|XXX)\b")]
    private static partial Regex UnfinishedWord();
}
