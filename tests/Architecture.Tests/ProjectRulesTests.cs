using Hub.Architecture.Tests.House;

namespace Hub.Architecture.Tests;

public sealed class ProjectRulesTests
{
    [Theory]
    [InlineData("Contracts")]
    [InlineData("Connectors", "Contracts")]
    [InlineData("Router", "Contracts")]
    [InlineData("Worker", "Connectors", "Contracts", "Router")]
    public void A_project_references_only_what_the_map_allows(string project, params string[] allowed) =>
        Assert.Equal(allowed, TheHouse.Projects.Single(each => each.IsProduct && each.Name == project).References);

    [Fact]
    public void The_product_has_no_project_that_the_map_does_not_show() => Verdict.Clean(ProjectRules.References(TheHouse.Projects));

    [Theory]
    [InlineData("src/Connectors/Connectors.csproj", "../Router/Router.csproj", "Connectors must not know Router.")]
    [InlineData("src/Router/Router.csproj", "../Connectors/Connectors.csproj", "Router must not know Connectors.")]
    [InlineData("src/Contracts/Contracts.csproj", "../Router/Router.csproj", "Contracts must not know Router.")]
    [InlineData("src/Shared/Shared.csproj", "../Contracts/Contracts.csproj", "Shared is not on the map of projects.")]
    public void A_forbidden_reference_is_named(string path, string reference, string problem) =>
        Assert.Equal([problem], ProjectRules.References([new Project(path, $"<Project><ItemGroup><ProjectReference Include=\"{reference}\" /></ItemGroup></Project>")]));

    [Fact]
    public void Packages_stay_in_their_project() => Verdict.Clean(ProjectRules.Packages(TheHouse.Projects));

    [Theory]
    [InlineData("Contracts", "Polly.Core")]
    [InlineData("Connectors", "MassTransit")]
    [InlineData("Router", "MassTransit.RabbitMQ")]
    [InlineData("Router", "Npgsql")]
    public void A_forbidden_package_is_named(string project, string package) =>
        Assert.Equal([$"{project} must not use {package}."], ProjectRules.Packages([With(project, $"<PackageReference Include=\"{package}\" />")]));

    [Fact]
    public void Versions_are_central() => Verdict.Clean(ProjectRules.Versions(TheHouse.Projects));

    [Fact]
    public void A_version_in_a_project_is_named() =>
        Assert.Single(ProjectRules.Versions([With("Router", "<PackageReference Include=\"Quartz\" Version=\"4.7.3\" />")]));

    [Fact]
    public void The_solution_holds_every_project() => Verdict.Clean(ProjectRules.InSolution(TheHouse.Read("Hub.sln"), TheHouse.Projects));

    [Fact]
    public void A_project_outside_the_solution_is_named() =>
        Assert.Equal(["src/Router/Router.csproj is not in Hub.sln."], ProjectRules.InSolution(""" = "Worker", "src\Worker\Worker.csproj" """, [With("Router", "")]));

    [Fact]
    public void Banned_symbols_bind_every_project() => Verdict.Clean(ProjectRules.BannedSymbols(Properties(), TheHouse.Projects));

    [Fact]
    public void A_root_that_forgets_the_banned_symbols_is_named()
    {
        var forgetful = Properties();
        forgetful["Directory.Build.props"] = forgetful["Directory.Build.props"].Replace("BannedSymbols.txt", "", StringComparison.Ordinal);

        Assert.Equal(["Directory.Build.props does not wire BannedSymbols.txt."], ProjectRules.BannedSymbols(forgetful, []));
    }

    [Fact]
    public void A_folder_that_hides_the_root_is_named()
    {
        var hidden = Properties();
        hidden["src/Directory.Build.props"] = "<Project />";

        Assert.Equal(["src/Directory.Build.props hides the rules of the root."], ProjectRules.BannedSymbols(hidden, []));
    }

    [Fact]
    public void A_project_that_steps_out_is_named() =>
        Assert.Single(ProjectRules.BannedSymbols(Properties(), [With("Router", "<PropertyGroup><NoWarn>RS0030</NoWarn></PropertyGroup>")]));

    private static Project With(string name, string item) => new($"src/{name}/{name}.csproj", $"<Project>{item}</Project>");

    private static Dictionary<string, string> Properties() =>
        TheHouse.Files.Where(path => Path.GetFileName(path) == "Directory.Build.props").ToDictionary(path => path, TheHouse.Read);
}
