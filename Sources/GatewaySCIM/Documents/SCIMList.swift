public import GatewayJSON

/// What a client asks of a list: which, how many, from where (RFC 7644 section 3.4.2).
public struct SCIMQuery: Hashable, Sendable {
    public static let pageLimit = 200
    static let page = 100

    public let filter: SCIMFilter?
    /// From 1.
    public let start: Int
    public let count: Int
    /// In lower case; `nil`: all.
    let wanted: Set<String>?
    let unwanted: Set<String>

    /// - Parameter parameters: of the query, decoded.
    /// - Throws: `.invalidFilter`, `.invalidValue`.
    public init(_ parameters: [(name: String, value: String)]) throws(SCIMProblem) {
        func value(_ name: String) -> String? { parameters.first { $0.name.lowercased() == name }?.value }
        let text = value("filter")
        if let text { filter = try SCIMFilter(text) } else { filter = nil }
        // RFC 7644 section 3.4.2.4: less than 1 is 1, a negative count is 0.
        start = max(try Self.number(value("startindex"), "startIndex") ?? 1, 1)
        count = min(max(try Self.number(value("count"), "count") ?? Self.page, 0), Self.pageLimit)
        wanted = value("attributes").map(Self.names)
        unwanted = value("excludedattributes").map(Self.names) ?? []
    }

    private static func number(_ text: String?, _ name: String) throws(SCIMProblem) -> Int? {
        guard let text else { return nil }
        guard text.utf8.count <= 9, let number = Int(text) else {
            throw SCIMProblem(.invalidValue, "'\(name)' is a whole number")
        }
        return number
    }

    private static func names(_ text: String) -> Set<String> {
        Set(text.split(separator: ",").map { $0.lowercased().filter { $0 != " " } })
    }

    /// The resource as far as the client wants it. `id` and `schemas` are always there.
    public func shown(_ resource: JSON) -> JSON {
        let always = ["schemas", "id"]
        return .object(
            (resource.members ?? []).filter { member in
                let name = member.name.lowercased()
                if always.contains(name) { return true }
                if let wanted {
                    return wanted.contains { $0 == name || $0.hasPrefix(name + ".") || $0.hasPrefix(name + ":") }
                }
                return !unwanted.contains(name)
            })
    }

    /// - Parameter matching: all that match, in an order that stays.
    public func list(_ matching: [JSON]) -> JSON {
        let page = matching.dropFirst(start - 1).prefix(count)
        return .object([
            "schemas": .array([.string(SCIMSchema.list)]), "totalResults": .number("\(matching.count)"),
            "startIndex": .number("\(start)"), "itemsPerPage": .number("\(page.count)"),
            "Resources": .array(page.map(shown)),
        ])
    }
}
