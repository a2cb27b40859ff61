internal import GatewayPolicy

/// A request that stands for those a rule speaks of: one path for each pattern, one method for each action.
struct Probe: Hashable, Comparable, Sendable {
    let method: RequestMethod
    let pattern: String
    let path: String

    /// As people read it: `GET /projects/**`.
    var name: String { "\(method) \(pattern)" }

    static func < (a: Self, b: Self) -> Bool { a.name < b.name }

    /// Probes of one console that are asked at most.
    static let limit = 64

    /// What the rules, actions and background requests of a console in one of the policies tell apart, the same whichever policy comes first.
    static func probes(of console: ConsoleUnderTest) -> [Probe] {
        var probes: Set<Probe> = []
        for rule in console.rules {
            let methods = rule.target.methods ?? Set(rule.target.actions.elements.compactMap(\.usualMethod))
            insert(rule.target.paths, methods, into: &probes)
        }
        for override in console.overrides {
            insert(override.paths, override.methods.isEmpty ? [.get, .post] : override.methods, into: &probes)
        }
        return probes.sorted()
    }

    private static func insert(_ paths: [PathPattern], _ methods: Set<RequestMethod>, into probes: inout Set<Probe>) {
        for pattern in paths {
            let path = samplePath(for: pattern)
            for method in methods where !method.isAlwaysRefused {
                probes.insert(Probe(method: method, pattern: pattern.text, path: path))
            }
        }
    }

    /// A path that the pattern matches, and few others do: wildcards are filled with a name that nobody uses.
    private static func samplePath(for pattern: PathPattern) -> String {
        let segments = pattern.text.split(separator: "/", omittingEmptySubsequences: false).dropFirst()
        return segments.map { "/" + ($0 == "*" || $0 == "**" ? "any-name" : escaped($0)) }.joined()
    }

    /// Patterns are written decoded; a path arrives with everything escaped that is not plain.
    private static func escaped(_ segment: Substring) -> String {
        var out = ""
        for byte in segment.utf8 {
            let isPlain = (0x21...0x7E).contains(byte) && !"\"<>\\^`{|}%".utf8.contains(byte)
            out += isPlain ? String(UnicodeScalar(byte)) : "%" + hex(byte)
        }
        return out
    }

    private static func hex(_ byte: UInt8) -> String {
        let digits = String(byte, radix: 16, uppercase: true)
        return digits.utf8.count == 1 ? "0" + digits : digits
    }
}

extension Action {
    /// A method that does this where no override says otherwise; `nil`: only an override makes a request do it.
    fileprivate var usualMethod: RequestMethod? {
        switch self {
        case .view: .get
        case .create: .post
        case .change: .put
        case .delete: .delete
        case .download, .upload, .admin: nil
        }
    }
}
