internal import GatewayJSON

/// What an operation is about: `displayName`, `members`, `emails[type eq "work"].value`, `urn:…:User:organization`.
struct SCIMPath: Hashable {
    let attribute: SCIMAttributePath
    let filter: SCIMFilter?
    /// Behind the dot, or behind the bracket.
    let sub: String?

    init(_ text: String) throws(SCIMProblem) {
        guard text.utf8.count <= SCIMFilter.sizeLimit else {
            throw SCIMProblem(.invalidPath, "a path has at most \(SCIMFilter.sizeLimit) bytes")
        }
        let bracket = text.firstIndex(of: "[")
        guard let attribute = SCIMAttributePath(String(text[..<(bracket ?? text.endIndex)])) else {
            throw SCIMProblem(.invalidPath, "\(text.prefix(80).debugDescription) names no attribute")
        }
        self.attribute = attribute
        guard let bracket else {
            filter = nil
            sub = attribute.sub
            return
        }
        let (filter, rest) = try SCIMFilterReader.bracketed(text[text.index(after: bracket)...])
        self.filter = filter
        guard !rest.isEmpty else {
            sub = nil
            return
        }
        guard attribute.sub == nil, rest.first == ".", SCIMAttributePath.isName(String(rest.dropFirst())) else {
            throw SCIMProblem(
                .invalidPath, "\(rest.prefix(80).debugDescription) behind the bracket is no sub-attribute")
        }
        sub = String(rest.dropFirst())
    }

    func apply(_ verb: SCIMPatch.Verb, _ value: JSON?, to resource: JSON) throws(SCIMProblem) -> JSON {
        guard attribute.isOfExtension, let schema = attribute.schema else { return try changed(resource, verb, value) }
        let name = SCIMSchema.extensions.first { $0.lowercased() == schema } ?? schema
        let inside = resource.attribute(name) ?? .object([])
        if attribute.name.isEmpty {
            return verb == .remove
                ? resource.removing(name) : resource.setting(name, to: merged(inside, with: value ?? .null))
        }
        return resource.setting(name, to: try changed(inside, verb, value))
    }

    private func changed(_ container: JSON, _ verb: SCIMPatch.Verb, _ value: JSON?) throws(SCIMProblem) -> JSON {
        let before = container.attribute(attribute.name)
        let after: JSON? =
            if let filter {
                try changedElements(before?.elements ?? [], filter, verb, value)
            } else if let sub {
                before?.elements.map { .array($0.map { changed($0, sub, verb, value) }) }
                    ?? changed(before ?? .object([]), sub, verb, value)
            } else {
                changedWhole(before, verb, value)
            }
        guard let after, !after.isUnassigned else { return container.removing(attribute.name) }
        return container.setting(attribute.name, to: after)
    }

    // MARK: The attribute

    private func changedWhole(_ before: JSON?, _ verb: SCIMPatch.Verb, _ value: JSON?) -> JSON? {
        switch verb {
        case .add:
            guard let value else { return before }
            guard let elements = before?.elements ?? (value.elements != nil ? [] : nil) else {
                return merged(before ?? .null, with: value)
            }
            let added = value.elements ?? [value]
            let known = Set(elements.map(\.identity))
            return .array(elements + added.filter { !known.contains($0.identity) })
        case .replace: return value.map { $0.members == nil ? $0 : merged(before ?? .null, with: $0) }
        case .remove:
            // Some clients name the elements to be removed in the value.
            guard let gone = value.map({ $0.elements ?? [$0] }), let elements = before?.elements else { return nil }
            let named = Set(gone.map(\.identity))
            return .array(elements.filter { !named.contains($0.identity) })
        }
    }

    private func merged(_ before: JSON, with value: JSON) -> JSON {
        guard let members = value.members, before.members != nil else { return value }
        return members.reduce(before) { $0.setting($1.name, to: $1.value) }
    }

    private func changed(_ element: JSON, _ sub: String, _ verb: SCIMPatch.Verb, _ value: JSON?) -> JSON {
        switch verb {
        case .add, .replace: element.setting(sub, to: value ?? .null)
        case .remove: element.removing(sub)
        }
    }

    // MARK: Elements that a filter chooses

    private func changedElements(
        _ elements: [JSON], _ filter: SCIMFilter, _ verb: SCIMPatch.Verb, _ value: JSON?
    ) throws(SCIMProblem) -> JSON {
        guard elements.contains(where: filter.matches) else {
            switch verb {
            case .remove: return .array(elements)
            case .add, .replace:
                // `emails[type eq "work"].value` with no such element makes one.
                guard let fresh = filter.described else {
                    throw SCIMProblem(.noTarget, "nothing matches the filter of the path")
                }
                return .array(elements + [changed(fresh, with: verb, value)])
            }
        }
        return .array(
            elements.compactMap { element in
                guard filter.matches(element) else { return element }
                return verb == .remove && sub == nil ? nil : changed(element, with: verb, value)
            })
    }

    private func changed(_ element: JSON, with verb: SCIMPatch.Verb, _ value: JSON?) -> JSON {
        if let sub { return changed(element, sub, verb, value) }
        return merged(element, with: value ?? .null)
    }
}

extension SCIMFilter {
    /// The element that a filter of equalities describes; `nil` for any other filter.
    fileprivate var described: JSON? {
        switch self {
        case .compare(let path, .equal, let value) where path.schema == nil && path.sub == nil:
            return .object([JSON.Member(name: path.name, value: value)])
        case .and(let one, let other):
            guard let first = one.described, let second = other.described?.members else { return nil }
            return second.reduce(first) { $0.setting($1.name, to: $1.value) }
        case .present, .compare, .element, .or, .not: return nil
        }
    }
}

extension JSON {
    /// Elements of a multi-valued attribute are told apart by their `value`, and those without one by all that they are.
    fileprivate var identity: ElementIdentity { attribute("value").map(ElementIdentity.value) ?? .whole(self) }
}

private enum ElementIdentity: Hashable {
    case value(JSON)
    case whole(JSON)
}
