using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Hub.Architecture.Tests.House;

/// <summary>One C# file as the compiler reads it. Words in comments and texts are not code.</summary>
/// <param name="Path">From the root, with forward slashes.</param>
internal sealed record SourceFile(string Path, string Text)
{
    private SyntaxNode Root { get; } = CSharpSyntaxTree.ParseText(Text).GetRoot();

    public int Lines => Text.AsSpan().TrimEnd().Count('\n') + 1;

    public IEnumerable<string> Comments =>
        from trivia in Root.DescendantTrivia(descendIntoTrivia: true)
        where trivia.Kind() is SyntaxKind.SingleLineCommentTrivia or SyntaxKind.MultiLineCommentTrivia
            or SyntaxKind.SingleLineDocumentationCommentTrivia or SyntaxKind.MultiLineDocumentationCommentTrivia
        select trivia.ToFullString();

    /// <summary>Words of the code itself, and the texts in it.</summary>
    public IReadOnlyList<SyntaxToken> Tokens => [.. Root.DescendantTokens()];

    public IEnumerable<TNode> All<TNode>()
        where TNode : SyntaxNode => Root.DescendantNodes().OfType<TNode>();

    public IEnumerable<string> Texts =>
        from token in Tokens
        where token.Kind() is SyntaxKind.StringLiteralToken or SyntaxKind.Utf8StringLiteralToken or SyntaxKind.InterpolatedStringTextToken
            or SyntaxKind.SingleLineRawStringLiteralToken or SyntaxKind.MultiLineRawStringLiteralToken
        select token.ValueText;

    public IEnumerable<BaseTypeDeclarationSyntax> Types => All<BaseTypeDeclarationSyntax>();

    public bool IsIn(string folder) => Path.StartsWith(folder + "/", StringComparison.Ordinal);

    /// <summary>Where something is, for the text of a failure.</summary>
    public string At(SyntaxNode node) => $"{Path}:{node.GetLocation().GetLineSpan().StartLinePosition.Line + 1}";
}
