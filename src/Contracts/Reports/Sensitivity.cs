namespace Hub.Contracts.Reports;

/// <summary>The reporter's two SP4N flags; they are independent and are kept to the end (DOMAIN 2.3).</summary>
/// <param name="Anonymous">Anonim: the name is hidden from the addressee and the public.</param>
/// <param name="Secret">Rahasia: the report is hidden from the public.</param>
public sealed record Sensitivity(bool Anonymous, bool Secret);
