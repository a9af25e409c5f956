using System.Globalization;
using Hub.Router.Routing.Trial;

namespace Hub.Worker.Cli;

/// <summary>From whom to whom reports would go, as lines for a terminal or as CSV.</summary>
internal static class MoveText
{
    public static IEnumerable<string> Table(IReadOnlyList<DecisionMove> moves)
    {
        yield return $"{"from",-22} {"to",-22} {"reports",9} {"share",8}";
        foreach (var move in moves.Where(move => move.IsChange))
        {
            yield return string.Create(CultureInfo.InvariantCulture, $"{move.From,-22} {move.To,-22} {move.Count,9} {move.Share,8:P2}");
        }

        var (same, share) = (moves.Where(move => !move.IsChange).Sum(move => move.Count), moves.Where(move => !move.IsChange).Sum(move => move.Share));
        yield return string.Create(CultureInfo.InvariantCulture, $"{"as before",-45} {same,9} {share,8:P2}");
    }

    /// <summary>Codes, numbers and fixed words: nothing in them needs a quote.</summary>
    public static IEnumerable<string> Csv(IReadOnlyList<DecisionMove> moves) =>
        moves.Select(move => string.Create(CultureInfo.InvariantCulture, $"{move.From},{move.To},{move.Count},{move.Share}")).Prepend("from,to,reports,share");
}
