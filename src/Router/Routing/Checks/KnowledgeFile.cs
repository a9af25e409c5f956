namespace Hub.Router.Routing;

/// <summary>Where each kind of knowledge is kept; faults name these.</summary>
public static class KnowledgeFile
{
    public const string Units = "units.csv";
    public const string Rules = "routing.yaml";
    public const string Categories = "categories.csv";
    public const string Abbreviations = "abbreviations.csv";
    public const string Dialects = "dialects.csv";
    public const string Cases = "routing-cases.csv";
    public const string Provinces = "places/provinces.csv";
    public const string Regencies = "places/regencies.csv";
    public const string Tolls = "places/tolls.csv";
    public const string Dams = "places/dams.csv";
    public const string Roads = "places/roads.csv";
    public const string Rivers = "places/rivers.csv";

    public const string Districts = "places/districts.csv";
    public const string Offices = "places/offices.csv";
    public const string Markings = "places/markings.csv";
    public const string Agencies = "places/agencies.csv";
    public const string Questions = "places/questions.csv";

    /// <summary>Exact borders; only there when an operator imported them.</summary>
    public const string Boundaries = "places/boundaries.txt";

    /// <summary>The trained text model; without it the rules decide alone.</summary>
    public const string Model = "model.json";

    public static IReadOnlyList<string> All { get; } =
        [Units, Rules, Categories, Abbreviations, Dialects, Cases, Provinces, Regencies, Tolls, Dams, Roads, Rivers, Districts, Offices, Markings, Agencies, Questions];

    /// <summary>Files that count in the version when they are there.</summary>
    public static IReadOnlyList<string> Optional { get; } = [Boundaries, Model];
}
