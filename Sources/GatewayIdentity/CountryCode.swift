/// A country by its two capital letters: ISO 3166-1 alpha-2, and no code that it has not assigned.
public struct CountryCode: Hashable, Comparable, Sendable, CustomStringConvertible {
    /// Two ASCII letters, the first in the upper byte: compared and copied as a number.
    private let letters: UInt16

    /// - Parameter text: two capital letters. `nil` for what is not assigned, such as `XK`, `EU` or `ZZ`.
    public init?(_ text: String) {
        let bytes = Array(text.utf8)
        guard bytes.count == 2 else { return nil }
        letters = UInt16(bytes[0]) << 8 | UInt16(bytes[1])
        guard Self.assigned.contains(letters) else { return nil }
    }

    public var text: String { String(decoding: [UInt8(letters >> 8), UInt8(letters & 0xFF)], as: UTF8.self) }
    public var description: String { text }
    public static func < (a: Self, b: Self) -> Bool { a.letters < b.letters }

    /// Every code, in order: for telling which one was probably meant.
    public static var all: [String] { list.split(separator: " ").map(String.init) }

    private static let assigned = Set(all.map { UInt16($0.utf8.first ?? 0) << 8 | UInt16($0.utf8.last ?? 0) })

    /// The officially assigned code elements (ISO 3166-1:2020 with Newsletter changes), 249 of them.
    private static let list = """
        AD AE AF AG AI AL AM AO AQ AR AS AT AU AW AX AZ BA BB BD BE BF BG BH BI BJ BL BM BN BO BQ BR BS BT BV BW BY BZ \
        CA CC CD CF CG CH CI CK CL CM CN CO CR CU CV CW CX CY CZ DE DJ DK DM DO DZ EC EE EG EH ER ES ET FI FJ FK FM FO \
        FR GA GB GD GE GF GG GH GI GL GM GN GP GQ GR GS GT GU GW GY HK HM HN HR HT HU ID IE IL IM IN IO IQ IR IS IT JE \
        JM JO JP KE KG KH KI KM KN KP KR KW KY KZ LA LB LC LI LK LR LS LT LU LV LY MA MC MD ME MF MG MH MK ML MM MN MO \
        MP MQ MR MS MT MU MV MW MX MY MZ NA NC NE NF NG NI NL NO NP NR NU NZ OM PA PE PF PG PH PK PL PM PN PR PS PT PW \
        PY QA RE RO RS RU RW SA SB SC SD SE SG SH SI SJ SK SL SM SN SO SR SS ST SV SX SY SZ TC TD TF TG TH TJ TK TL TM \
        TN TO TR TT TV TW TZ UA UG UM US UY UZ VA VC VE VG VI VN VU WF WS YE YT ZA ZM ZW
        """
}
