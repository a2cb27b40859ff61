public import GatewayJSON

/// A question about a resource (RFC 7644 section 3.4.2.2).
public indirect enum SCIMFilter: Hashable, Sendable {
    public enum Comparison: String, CaseIterable, Sendable {
        case equal = "eq"
        case notEqual = "ne"
        case contains = "co"
        case startsWith = "sw"
        case endsWith = "ew"
        case greater = "gt"
        case greaterOrEqual = "ge"
        case less = "lt"
        case lessOrEqual = "le"
    }

    case present(SCIMAttributePath)
    case compare(SCIMAttributePath, Comparison, JSON)
    /// `emails[type eq "work"]`: one element of which the filter holds.
    case element(SCIMAttributePath, SCIMFilter)
    case and(SCIMFilter, SCIMFilter)
    case or(SCIMFilter, SCIMFilter)
    case not(SCIMFilter)

    /// Bytes of a filter's text.
    public static let sizeLimit = 2048
    /// Parentheses and brackets within each other.
    public static let depthLimit = 16
    /// Comparisons in one filter.
    public static let termLimit = 64

    /// - Throws: `.invalidFilter`, saying where.
    public init(_ text: String) throws(SCIMProblem) {
        var reader = SCIMFilterReader(text)
        self = try reader.whole()
    }

    /// What an attribute without schema and sub-attribute must equal, if the filter holds of anything: for a look-up
    /// instead of a search.
    public func required(_ attribute: String) -> String? {
        switch self {
        case .compare(let path, .equal, .string(let value)) where path.isPlain(attribute): value
        case .and(let one, let other): one.required(attribute) ?? other.required(attribute)
        case .present, .compare, .element, .or, .not: nil
        }
    }
}

/// Which attribute: `userName`, `name.formatted`, `urn:…:User:organization`.
public struct SCIMAttributePath: Hashable, Sendable {
    /// In lower case; `nil` for the resource's own schema. With an empty name: the whole extension.
    public let schema: String?
    public let name: String
    public let sub: String?

    /// - Returns: `nil` for what is no attribute's name.
    init?(_ text: String) {
        let lower = text.lowercased()
        if let whole = SCIMSchema.extensions.first(where: { $0.lowercased() == lower }) {
            (schema, name, sub) = (whole.lowercased(), "", nil)
            return
        }
        var rest = text[...]
        if lower.hasPrefix("urn:") {
            guard let colon = text.lastIndex(of: ":") else { return nil }
            schema = text[..<colon].lowercased()
            rest = text[text.index(after: colon)...]
        } else {
            schema = nil
        }
        let parts = rest.split(separator: ".", omittingEmptySubsequences: false).map(String.init)
        guard (1...2).contains(parts.count), parts.allSatisfy(Self.isName) else { return nil }
        name = parts[0]
        sub = parts.count == 2 ? parts[1] : nil
    }

    /// RFC 7643 section 2.1: a letter, then letters, digits, `-`, `_`; `$` for `$ref`.
    static func isName(_ text: String) -> Bool {
        guard let first = text.utf8.first else { return false }
        let isLetter = (0x41...0x5A).contains(first) || (0x61...0x7A).contains(first)
        return (isLetter || first == UInt8(ascii: "$"))
            && text.utf8.dropFirst().allSatisfy {
                (0x41...0x5A).contains($0) || (0x61...0x7A).contains($0) || (0x30...0x39).contains($0) || $0 == 0x2D
                    || $0 == 0x5F
            }
    }

    func isPlain(_ attribute: String) -> Bool {
        (schema == nil || schema?.contains(":core:") == true) && sub == nil
            && name.lowercased() == attribute.lowercased()
    }
}
