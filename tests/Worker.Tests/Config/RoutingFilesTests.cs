using Hub.Router.Routing;
using Hub.Worker.Config;

namespace Hub.Worker.Tests.Config;

public sealed class RoutingFilesTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("rules").FullName;

    public RoutingFilesTests()
    {
        Directory.CreateDirectory(Path.Combine(folder, "places"));
        foreach (var file in KnowledgeFile.All.Append(KnowledgeFile.Model))
        {
            File.Copy(Path.Combine(RoutingFiles.Shipped, file), Path.Combine(folder, file));
        }
    }

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public void The_shipped_files_have_no_faults() => Assert.Empty(Faults());

    [Theory]
    [InlineData(KnowledgeFile.Units, "2024-10-20,PU-SDA", "2024-10-20,PU-SEA", "PUPR-SDA", "successor 'PU-SEA' is not in the directory")]
    [InlineData(KnowledgeFile.Units, "2024-10-20,PU-BM", "20 Oct 2024,PU-BM", "line ", "is not a day")]
    [InlineData(KnowledgeFile.Units, ",agency,", ",club,", "line ", "kind 'club' is not known")]
    [InlineData(KnowledgeFile.Units, "successor", "heir", "line 1", "column successor is missing")]
    [InlineData(KnowledgeFile.Rules, "    subject: jembatan", "    subjct: jembatan", "line ", "cannot be read")]
    [InlineData(KnowledgeFile.Rules, "    subject: jembatan", "", "jembatan", "has no subject")]
    [InlineData(KnowledgeFile.Rules, "topics:", "topics: [", "line ", "cannot be read")]
    [InlineData(KnowledgeFile.Rules, "  margin: 0.5", "  margn: 0.5", "thresholds.margn", "is not a threshold")]
    [InlineData(KnowledgeFile.Rules, "offices: [bbpjn, bpjn]", "offices: [bbpjn, shop]", "jalan", "office kind 'shop' is not known")]
    [InlineData(KnowledgeFile.Rules, "level: provinsi", "level: negara", "lokal.jalan-provinsi", "level 'negara' is not known")]
    [InlineData(KnowledgeFile.Rules, "id: jembatan.kata, weight: 1,", "id: jembatan.kata,", "jembatan.kata", "has no weight")]
    [InlineData(KnowledgeFile.Categories, "BENDUNGAN,PU-SDA", "BENDUNGAN,PU-SEA", "PEKERJAAN UMUM DAN PENATAAN RUANG > BENDUNGAN", "unit 'PU-SEA'")]
    [InlineData(KnowledgeFile.Categories, "BENDUNGAN,PU-SDA,", "BENDUNGAN,PU-SDA,one,two,", "line 2", "fields instead of 3")]
    [InlineData(KnowledgeFile.Regencies, "32.04,Bandung,kabupaten", "32.04,Bandung,village", "line ", "kind or stands_alone holds another word")]
    [InlineData(KnowledgeFile.Provinces, "32,Jawa Barat,jabar,-", "32,Jawa Barat,jabar,south", "line ", "coordinates cannot be read")]
    [InlineData(KnowledgeFile.Abbreviations, "jln,jalan", "Jln,jalan", "line ", "is not an abbreviation")]
    [InlineData(KnowledgeFile.Rivers, "BBWS-CTRM", "BBWS-XX", "Citarum", "office 'BBWS-XX'")]
    [InlineData(KnowledgeFile.Roads, "Kota Tarakan", "Kota Tarak", "Jln. Yos Sudarso (Tarakan)", "regency 'Kota Tarak'")]
    public void A_fault_names_file_entry_and_remedy(string file, string right, string wrong, string entry, string problem)
    {
        Change(file, right, wrong);

        var fault = Assert.Single(Faults(), fault => fault.Problem.Contains(problem, StringComparison.Ordinal) && fault.Entry.StartsWith(entry, StringComparison.Ordinal));

        Assert.Equal(file, fault.File);
        Assert.NotEmpty(fault.Remedy);
    }

    [Fact]
    public void Faults_of_several_files_come_at_once()
    {
        Change(KnowledgeFile.Units, ",agency,", ",club,");
        Change(KnowledgeFile.Abbreviations, "jln,jalan", "Jln,jalan");
        Change(KnowledgeFile.Rules, "  margin: 0.5", "  margn: 0.5");

        Assert.Superset(new HashSet<string> { KnowledgeFile.Units, KnowledgeFile.Abbreviations, KnowledgeFile.Rules }, Faults().Select(fault => fault.File).ToHashSet());
    }

    [Fact]
    public void A_missing_file_is_a_fault()
    {
        File.Delete(Path.Combine(folder, KnowledgeFile.Dams));

        Assert.Equal(KnowledgeFile.Dams, Assert.Single(Faults()).File);
    }

    [Fact]
    public void An_empty_rule_file_is_a_fault()
    {
        File.WriteAllText(Path.Combine(folder, KnowledgeFile.Rules), "");

        Assert.Contains(Faults(), fault => fault is { File: KnowledgeFile.Rules, Problem: "the file is empty." });
    }

    [Fact]
    public void The_version_follows_the_content_of_every_file()
    {
        var versions = new HashSet<string> { Loaded().Version };
        foreach (var file in KnowledgeFile.All)
        {
            File.AppendAllText(Path.Combine(folder, file), "\n");
            Assert.True(versions.Add(Loaded().Version), file);
        }
    }

    [Fact]
    public void The_version_does_not_follow_line_ends_or_the_folder()
    {
        File.WriteAllText(Path.Combine(folder, KnowledgeFile.Units), File.ReadAllText(Path.Combine(folder, KnowledgeFile.Units)).ReplaceLineEndings("\r\n"));

        Assert.Equal(ShippedRules.Knowledge.Version, Loaded().Version);
    }

    private RoutingKnowledge Loaded() => Assert.IsType<RoutingFilesResult.Loaded>(RoutingFiles.Load(folder)).Knowledge;

    [Fact]
    public void A_model_is_optional_and_part_of_the_version()
    {
        Assert.NotNull(Loaded().Model);
        var with = Loaded().Version;

        File.Delete(Path.Combine(folder, KnowledgeFile.Model));

        Assert.Null(Loaded().Model);
        Assert.NotEqual(with, Loaded().Version);
    }

    [Fact]
    public void A_broken_model_refuses_the_whole_set()
    {
        File.WriteAllText(Path.Combine(folder, KnowledgeFile.Model), "{}");

        var fault = Assert.Single(Faults());
        Assert.Equal(KnowledgeFile.Model, fault.File);
        Assert.IsType<RoutingFilesResult.Loaded>(RoutingFiles.LoadWithoutModel(folder));
    }

    private IReadOnlyList<KnowledgeFault> Faults() => RoutingFiles.Load(folder) is RoutingFilesResult.Refused(var faults) ? faults : [];

    private void Change(string file, string right, string wrong)
    {
        var path = Path.Combine(folder, file);
        var text = File.ReadAllText(path);
        Assert.Contains(right, text, StringComparison.Ordinal);
        var at = text.IndexOf(right, StringComparison.Ordinal);
        File.WriteAllText(path, string.Concat(text.AsSpan(0, at), wrong, text.AsSpan(at + right.Length)));
    }
}
