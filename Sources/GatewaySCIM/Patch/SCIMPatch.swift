public import GatewayJSON

/// Changes of a resource, in order (RFC 7644 section 3.5.2).
public struct SCIMPatch: Hashable, Sendable {
    enum Verb: String, CaseIterable {
        case add, replace, remove
    }

    struct Operation: Hashable {
        let verb: Verb
        /// `nil`: the value's members say what.
        let path: SCIMPath?
        let value: JSON?

        /// In the value, or in its members where there is no path.
        var elements: Int {
            guard let value else { return 0 }
            if path == nil { return (value.members ?? []).reduce(0) { $0 + ($1.value.elements?.count ?? 1) } }
            return value.elements?.count ?? 1
        }
    }

    /// Operations in one request.
    public static let limit = 1000

    /// Elements of arrays in one request, such as members that come.
    public static let elementLimit = 5000

    let operations: [Operation]

    /// - Throws: `.invalidSyntax`, `.invalidPath`, `.noTarget`; `.invalidValue`, also for more than `elementLimit`.
    public init(_ body: JSON) throws(SCIMProblem) {
        let schemas = body.attribute("schemas")?.elements?.compactMap(\.string) ?? []
        guard schemas.contains(where: { $0.lowercased() == SCIMSchema.patch.lowercased() }) else {
            throw SCIMProblem(.invalidSyntax, "'schemas' names \(SCIMSchema.patch)")
        }
        guard let listed = body.attribute("Operations")?.elements, !listed.isEmpty, listed.count <= Self.limit else {
            throw SCIMProblem(.invalidSyntax, "'Operations' are 1 to \(Self.limit)")
        }
        var operations: [Operation] = []
        for entry in listed { operations.append(try Self.operation(entry)) }
        guard operations.reduce(0, { $0 + $1.elements }) <= Self.elementLimit else {
            throw SCIMProblem(.invalidValue, "at most \(Self.elementLimit) elements at once: send several requests")
        }
        self.operations = operations
    }

    private static func operation(_ entry: JSON) throws(SCIMProblem) -> Operation {
        // In any case: some clients write `Add`.
        guard let verb = entry.attribute("op")?.string.flatMap({ Verb(rawValue: $0.lowercased()) }) else {
            throw SCIMProblem(.invalidSyntax, "'op' is add, replace or remove")
        }
        let path: SCIMPath? =
            switch entry.attribute("path") {
            case nil, .null, .string(""): nil
            case .string(let text): try SCIMPath(text)
            case .some: throw SCIMProblem(.invalidPath, "'path' is a text")
            }
        let value = entry.attribute("value")
        switch verb {
        case .remove:
            guard path != nil else { throw SCIMProblem(.noTarget, "a removal names its path") }
        case .add, .replace:
            guard let value else { throw SCIMProblem(.invalidValue, "'value' is missing") }
            guard path != nil || value.members != nil else {
                throw SCIMProblem(.invalidValue, "without a path the value is an object")
            }
        }
        return Operation(verb: verb, path: path, value: value)
    }

    /// The resource after all of them. What may not be changed is refused (`.mutability`), unless it stays as it is.
    public func applied(to resource: JSON) throws(SCIMProblem) -> JSON {
        var changed = resource
        for operation in operations {
            if let path = operation.path {
                changed = try path.apply(operation.verb, operation.value, to: changed)
                continue
            }
            for member in operation.value?.members ?? [] {
                changed = try SCIMPath(member.name).apply(operation.verb, member.value, to: changed)
            }
        }
        for name in ["id", "meta", "schemas", "groups"] where changed.attribute(name) != resource.attribute(name) {
            throw SCIMProblem(.mutability, "'\(name)' is not changed by a client")
        }
        return changed
    }
}
