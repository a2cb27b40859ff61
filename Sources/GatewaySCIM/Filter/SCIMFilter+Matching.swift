public import GatewayJSON

extension SCIMFilter {
    public func matches(_ resource: JSON) -> Bool {
        switch self {
        case .present(let path): !path.values(in: resource).allSatisfy(\.isUnassigned)
        case .compare(let path, let comparison, let value): compare(path.values(in: resource), comparison, value, path)
        case .element(let path, let filter): path.elements(in: resource).contains { filter.matches($0) }
        case .and(let one, let other): one.matches(resource) && other.matches(resource)
        case .or(let one, let other): one.matches(resource) || other.matches(resource)
        case .not(let filter): !filter.matches(resource)
        }
    }

    private func compare(
        _ values: [JSON], _ comparison: Comparison, _ wanted: JSON, _ path: SCIMAttributePath
    ) -> Bool {
        switch comparison {
        case .equal:
            wanted == .null
                ? values.allSatisfy(\.isUnassigned) : values.contains { $0.equals(wanted, exactly: path.isCaseExact) }
        case .notEqual: !compare(values, .equal, wanted, path)
        case .contains: values.contains { $0.folded(path)?.contains(wanted.folded(path) ?? "\0") ?? false }
        case .startsWith: values.contains { $0.folded(path)?.hasPrefix(wanted.folded(path) ?? "\0") ?? false }
        case .endsWith: values.contains { $0.folded(path)?.hasSuffix(wanted.folded(path) ?? "\0") ?? false }
        case .greater: values.contains { $0.order(to: wanted, path) == 1 }
        case .greaterOrEqual: values.contains { [0, 1].contains($0.order(to: wanted, path)) }
        case .less: values.contains { $0.order(to: wanted, path) == -1 }
        case .lessOrEqual: values.contains { [0, -1].contains($0.order(to: wanted, path)) }
        }
    }
}

extension SCIMAttributePath {
    /// RFC 7643 section 3.1: `id` and `externalId` are case-exact, and so are schema names.
    var isCaseExact: Bool { ["id", "externalid", "schemas"].contains(name.lowercased()) }

    /// The attribute where it stands; of a multi-valued one every element.
    func elements(in resource: JSON) -> [JSON] {
        let container = schema.flatMap { resource.attribute($0) } ?? (isOfExtension ? .object([]) : resource)
        let value = name.isEmpty ? container : container.attribute(name)
        return value.map { $0.elements ?? [$0] } ?? []
    }

    /// What is compared: the sub-attribute, of a complex value without one its `value`.
    func values(in resource: JSON) -> [JSON] {
        elements(in: resource).compactMap { element in
            if let sub { return element.attribute(sub) }
            return element.members == nil ? element : element.attribute("value") ?? element
        }
    }

    var isOfExtension: Bool {
        schema.map { schema in SCIMSchema.extensions.contains { $0.lowercased() == schema } } ?? false
    }
}

extension JSON {
    fileprivate func folded(_ path: SCIMAttributePath) -> String? { path.isCaseExact ? string : string?.lowercased() }

    func equals(_ other: JSON, exactly: Bool) -> Bool {
        switch (self, other) {
        case (.string(let one), .string(let two)): exactly ? one == two : one.lowercased() == two.lowercased()
        case (.number(let one), .number(let two)): Double(one) == Double(two)
        case (.bool(let one), .bool(let two)): one == two
        case (.object, _), (.array, _), (.null, _), (.string, _), (.number, _), (.bool, _): false
        }
    }

    /// -1, 0, 1; `nil` where there is no order: texts with texts, numbers with numbers.
    fileprivate func order(to other: JSON, _ path: SCIMAttributePath) -> Int? {
        if case .number(let one) = self, case .number(let two) = other, let one = Double(one), let two = Double(two) {
            return one < two ? -1 : one > two ? 1 : 0
        }
        guard let one = folded(path), let two = other.folded(path) else { return nil }
        return one < two ? -1 : one > two ? 1 : 0
    }
}
