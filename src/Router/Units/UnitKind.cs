namespace Hub.Router.Units;

/// <summary>What sort of unit it is (DOMAIN 5.2, 5.3); offices that may share one duty are told apart, since each has its own key of place.</summary>
public enum UnitKind
{
    Ministry,
    EchelonOne,
    EchelonTwo,
    Agency,

    /// <summary>Balai besar wilayah sungai.</summary>
    Bbws,

    /// <summary>Balai wilayah sungai.</summary>
    Bws,

    /// <summary>Balai besar pelaksanaan jalan nasional.</summary>
    Bbpjn,

    /// <summary>Balai pelaksanaan jalan nasional.</summary>
    Bpjn,

    /// <summary>Balai prasarana permukiman wilayah.</summary>
    Bppw,

    /// <summary>Balai pelaksana pemilihan jasa konstruksi.</summary>
    Bp2jk,

    /// <summary>Balai jasa konstruksi wilayah.</summary>
    Bjkw,

    /// <summary>Balai pengembangan kompetensi.</summary>
    Bapekom,

    /// <summary>Balai pelaksana penyediaan perumahan, until 2024.</summary>
    Bp2p,

    /// <summary>Balai penyediaan perumahan dan pelindungan kawasan permukiman, since 2024.</summary>
    Bp3kp,

    TechnicalOffice,

    /// <summary>Not a unit of either ministry: where a report that is not ours should go.</summary>
    External,
}
