internal import GatewayIdentity

// What occurs again and again.
extension ValueSchema {
    static let role = Self.text(TextSchema(pattern: namePattern, example: "staff"))
    static let console = Self.text(TextSchema(pattern: namePattern, example: "fab"))
    /// Of a window, a zone, an approval: as the policy's files call it.
    static let policyName = Self.text(TextSchema(pattern: namePattern, example: "office-hours"))
    private static let namePattern = "^[a-z][a-z0-9_-]{0,63}$"

    static let factor = Self.choice(of: FactorKind.self)
    /// An address or a prefix; its host bits are zero.
    static let network = Self.text(2...49, pattern: "^[0-9a-fA-F.:]+(?:/[0-9]{1,3})?$", example: "10.20.3.0/28")
    static let short = Self.text(1...200, example: "한빛")
    static let mail = Self.text(
        3...254, pattern: "^\(atom)(?:\\.\(atom))*@\(label)(?:\\.\(label))*$", example: "kim@example.kr")
    /// RFC 5322 § 3.2.3, without a leading hyphen.
    private static let atom = "[A-Za-z0-9!#$%&'*+/=?^_`{|}~][A-Za-z0-9!#$%&'*+/=?^_`{|}~-]{0,63}"
    private static let label = "[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?"
    static let country = Self.text(TextSchema(words: CountryCode.all, example: "KR"))
    static let method = Self.text(TextSchema(pattern: "^[A-Z]{1,32}$", example: "GET"))
    /// Of `PathPattern` those without wildcards.
    static let path = Self.text(
        TextSchema(pattern: "^(?:/\(segment))*/(?:\(segment))?$", length: 1...512, example: "/p-17/drawings"))
    private static let segment = #"(?!\.{1,2}(?:/|$))[^\x00-\x1f\x7f/%?#;\\*]+"#
    static let device = Self.text(1...64, pattern: "^[A-Za-z0-9][A-Za-z0-9._:-]*$", example: "KT-0042")
    static let serial = Self.text(1...64, pattern: "^[!-~]+$", example: "2308-0042")
    static let code = Self.text(TextSchema(pattern: "^[0-9]{6,8}$", example: "123456"))
    /// Of 16 to 128 bytes (RFC 4648 section 6), without padding; bits past the end are zero.
    static let base32 = Self.text(
        26...205,
        pattern:
            "^(?:\(digit){8})+(?:\(digit)[AEIMQUY4]|\(digit){3}[AQ]|\(digit){4}[ACEGIKMOQSUWY246]|\(digit){6}[AIQY])?$",
        example: "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ")
    private static let digit = "[A-Z2-7]"
    static let binding = Self.text(
        TextSchema(
            pattern: "^(?:key:[0-9a-f]{64}|serial:.* issuer:.*)$",
            example: "key:9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08"))
    static let pem = Self.text(TextSchema(pattern: "^-----BEGIN ", example: "-----BEGIN CERTIFICATE-----\n"))
    static let csv = Self.text(1...1_048_576, example: "name,display_name\n")
    /// Of a policy.
    static let files = Self.map(
        of: .text(TextSchema(example: "version: 1\n")),
        named: TextSchema(
            pattern: #"^(?:tests/)?[^./\\\x00-\x1f][^/\\\x00-\x1f]*\.yaml$"#, example: "roles.yaml"),
        atMost: 256)
}
