public import GatewayJSON

/// Attributes of a resource. Their names know no case (RFC 7643 section 2.1).
extension JSON {
    public func attribute(_ name: String) -> JSON? {
        let wanted = name.lowercased()
        return members?.first { $0.name.lowercased() == wanted }.map(\.value)
    }

    func setting(_ name: String, to value: JSON) -> JSON {
        let wanted = name.lowercased()
        var all = members ?? []
        if let index = all.firstIndex(where: { $0.name.lowercased() == wanted }) {
            all[index] = Member(name: all[index].name, value: value)
        } else {
            all.append(Member(name: name, value: value))
        }
        return .object(all)
    }

    func removing(_ name: String) -> JSON {
        let wanted = name.lowercased()
        return .object((members ?? []).filter { $0.name.lowercased() != wanted })
    }

    var elements: [JSON]? {
        guard case .array(let values) = self else { return nil }
        return values
    }

    /// Absent and unassigned are the same (RFC 7643 section 2.5).
    var isUnassigned: Bool {
        switch self {
        case .null: true
        case .array(let values): values.isEmpty
        case .object(let members): members.isEmpty
        case .string, .number, .bool: false
        }
    }

    public static func object(_ pairs: KeyValuePairs<String, JSON?>) -> JSON {
        .object(pairs.compactMap { name, value in value.map { Member(name: name, value: $0) } })
    }
}
