using System.Text.RegularExpressions;

namespace Hub.Router.Privacy;

/// <summary>What a phone number, an e-mail address and a NIK look like in text whose signs <see cref="IdentityMask"/> has made plain.</summary>
/// <remarks>
/// No class here holds a square bracket: what is masked already counts as a foreign sign on either side.
/// Not in the middle of a number (coordinates, LP-2026-…), not money, not RT and RW.
/// </remarks>
internal static partial class IdentityPatterns
{
    private const RegexOptions Options = RegexOptions.CultureInvariant | RegexOptions.IgnorePatternWhitespace | RegexOptions.ExplicitCapture;

    private const string NotInsideNumber = @"(?<!\d)(?<!\d[.,/+\-])";

    private const string MailHost = @"(gmail|googlemail|yahoo|ymail|rocketmail|hotmail|outlook|icloud)(\.[a-z]+)*";

    [GeneratedRegex($@"
        (?<![\w.%+\-]) [\w.%+\-]+ @ [\w\-]+ (\.[\w\-]+)* \.[a-zA-Z]{{2,}}
        | (?<![\w.%+\-]) [\w.%+\-]+ [ ]? @ [ ]? {MailHost} (?!\w)", Options | RegexOptions.IgnoreCase)]
    public static partial Regex Email();

    /// <summary>A UUID, as every row of the hub has: groups of its digits may look like a number and are nobody's. Not the name in an e-mail address.</summary>
    [GeneratedRegex(@"
        (?<![\w+\-]) (?= [\d\-]* [a-f] )
        [\da-f]{8} - [\da-f]{4} - [1-8][\da-f]{3} - [89ab][\da-f]{3} - [\da-f]{12} (?! [\w\-] | [\w.%+\-]* [ ]? @)", Options | RegexOptions.IgnoreCase)]
    public static partial Regex Uuid();

    [GeneratedRegex($@"{NotInsideNumber} \d{{16}} (?!\d)", Options)]
    public static partial Regex Nik();

    /// <summary>16 digits in groups; only its inner order (province, day, month) tells it from years and dates in a row.</summary>
    [GeneratedRegex($@"{NotInsideNumber}
        (
            \d{{4}} (?<s>[ .\-]) \d{{4}} \k<s> \d{{4}} \k<s> \d{{4}}
            | \d{{6}} (?<s>[ .\-]) \d{{6}} \k<s> \d{{4}}
            | \d{{6}} (?<s>[ .\-]) \d\d \k<s> \d\d \k<s> \d\d \k<s> \d{{4}}
            | \d\d ((?<s>[ .\-]) \d\d) (\k<s> \d\d){{4}} \k<s> \d{{4}}
            | \d\d (?<s>[ .\-]) \d\d \k<s> \d\d \k<s> \d{{6}} \k<s> \d{{4}}
            | \d{{6}} [ .\-] \d{{10}}
            | \d{{12}} [ .\-] \d{{4}}
            | \d ([ ]\d){{15}}
        ) (?!\d)", Options)]
    public static partial Regex GroupedNik();

    /// <summary>Mobile numbers: 08…, 62 8…, +62 8…; first whole, then in the usual groups, then in any groups.</summary>
    [GeneratedRegex($@"{NotInsideNumber} (?<!Rp[. ]{{0,2}})
        (
            \+62 [ .\-()]{{0,3}} (0 \)? [ .\-]{{0,2}})?
            | (00)? 62 [ \-()]{{0,2}} (0 \)? [ \-]{{0,2}})?
            | \(? (0 | (?<![a-zA-Z])[Oo]) [ ]?
        )
        (
            8[1-9] \d{{7,10}}
            | 8[1-9] \d{{0,2}} \)? ([ .\-]{{1,3}} \d{{3}}){{3}}
            | 8[1-9] \d{{0,2}} \)? ([ .\-]{{1,3}} \d{{3,5}}){{2}}
            | 8[1-9] \d \)? [ .\-]{{1,3}} \d{{6,9}}
            | 8[1-9] \d{{2,4}} \)? [ .\-]{{1,3}} \d{{5,7}}
            | 8[1-9] \d{{4,7}} [ .\-]{{1,3}} \d{{3,4}}
            | (?! 8 [ ] \d{{1,2}} [ .\-] (19|20) \d\d (?!\d)) 8 [ ]? [1-9] ([ .\-]{{0,2}} \d){{7,10}}
        ) (?!\d)", Options)]
    public static partial Regex Mobile();

    /// <summary>(021) 1234567, 021-1234567, +62 21…, and a number of any country behind a plus.</summary>
    [GeneratedRegex($@"{NotInsideNumber} (?<!Rp[. ]{{0,2}}) (?<!R[TW][ .:]{{0,2}})
        (
            \( 0[2-9]\d{{1,2}} \) [ .\-]{{0,2}} ([1-9]\d{{4,7}} | [1-9]\d{{2,3}} [ .\-] \d{{3,5}})
            | (?<![a-zA-Z]) 0[2-79]\d{{8,9}}
            | 0[2-79]\d{{1,2}} [ .\-]{{1,3}} ([1-9]\d{{5,7}} | [1-9]\d{{2,3}} [ .\-] \d{{3,4}})
            | 62 [2-79] \d{{8,9}}
            | 62 [ \-] [2-79]\d{{1,2}} [ \-] [1-9]\d{{5,7}}
            | (\+ | 00) 62 ([ .\-()]{{0,2}} \d){{8,11}}
            | \+ (?! \d{{1,3}} \. \d{{4,}}) [1-9] ([ .\-()]{{0,2}} \d){{8,14}}
        ) (?!\d)", Options)]
    public static partial Regex Landline();
}
