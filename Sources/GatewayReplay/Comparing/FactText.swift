internal import GatewayIdentity
internal import GatewayPolicy

/// Values of a policy as text. Lists are sorted: their order says nothing in a policy.
enum FactText {
    /// Writes a value's parts under keys such as `upstreams.members`.
    static func flatten(_ value: Any, at path: String, into keys: inout [String: String]) {
        if let text = plain(value) { return keys[path.isEmpty ? "value" : path] = text }
        let mirror = Mirror(reflecting: value)
        switch mirror.displayStyle {
        case .optional?:
            if let some = mirror.children.first { flatten(some.value, at: path, into: &keys) }
        case .enum?:
            // A case with a payload: the case under the key, what it carries beside it.
            guard let payload = mirror.children.first, let label = payload.label else { return }
            if let text = plain(payload.value) { return keys[path] = word(label) + " " + text }
            keys[path] = word(label)
            flatten(payload.value, at: parent(of: path), into: &keys)
        case .struct?, .tuple?:
            for child in mirror.children where child.label != "id" {
                let label = child.label ?? ""
                let isTransparent = transparent.contains(label)
                flatten(child.value, at: isTransparent ? path : join(path, key(label)), into: &keys)
            }
        case .class?, .collection?, .dictionary?, .foreignReference?, .set?, nil: keys[path] = text(value)
        @unknown default: keys[path] = text(value)
        }
    }

    /// A value on one line.
    static func text(_ value: Any) -> String {
        if let text = plain(value) { return text }
        let mirror = Mirror(reflecting: value)
        switch mirror.displayStyle {
        case .optional?: return mirror.children.first.map { text($0.value) } ?? "-"
        case .collection?, .set?:
            return "[" + mirror.children.map { text($0.value) }.sorted().joined(separator: ", ") + "]"
        case .dictionary?:
            let pairs = mirror.children.map { Mirror(reflecting: $0.value).children.map { text($0.value) } }
            return "{" + pairs.map { $0.joined(separator: ": ") }.sorted().joined(separator: ", ") + "}"
        case .enum?:
            let payload = mirror.children.first
            return payload.map { word($0.label ?? "") + " " + text($0.value) } ?? word("\(value)")
        case .class?, .foreignReference?, .struct?, .tuple?, nil: return parts(of: mirror)
        @unknown default: return parts(of: mirror)
        }
    }

    private static func parts(of mirror: Mirror) -> String {
        var keys: [String: String] = [:]
        for child in mirror.children { flatten(child.value, at: key(child.label ?? ""), into: &keys) }
        return "{" + keys.sorted { $0.key < $1.key }.map { "\($0.key): \($0.value)" }.joined(separator: ", ") + "}"
    }

    /// What has a word or a number of its own; `nil`: look inside.
    private static func plain(_ value: Any) -> String? {
        switch value {
        case let text as String: return text
        case let flag as Bool: return flag ? "true" : "false"
        case let number as any BinaryInteger: return "\(number)"
        case let duration as Duration: return duration.shown
        case let time as UnixTime: return RFC3339.string(time)
        case let actions as ActionSet: return "[" + actions.elements.map(\.rawValue).joined(separator: ", ") + "]"
        case let range as MinuteRange: return clock(range.from) + "-" + clock(range.to)
        case let date as CivilDate: return "\(date.year)-\(two(date.month))-\(two(date.day))"
        case let day as Weekday: return Weekday.abbreviations[day.rawValue - 1]
        case let requirement as FactorRequirement:
            return requirement.name.rawValue + (requirement.maximumAge.map { " (at most \($0.shown) old)" } ?? "")
        case let selection as any NamedSelection: return selection.shown
        case let word as any RawRepresentable: return "\(word.rawValue)"
        case let named as any CustomStringConvertible where isOurs(value): return named.description
        default: return nil
        }
    }

    /// Collections and optionals of the standard library have descriptions too, which are not for people.
    private static func isOurs(_ value: Any) -> Bool {
        switch Mirror(reflecting: value).displayStyle {
        case .struct?, .enum?, .class?: true
        case .collection?, .dictionary?, .foreignReference?, .optional?, .set?, .tuple?, nil: false
        @unknown default: false
        }
    }

    // MARK: Names as policy files spell them

    /// Parts that have no key of their own in the files.
    private static let transparent: Set<String> = ["target", "limits", "obligations"]
    private static let spelled = [
        "is_cacheable": "cacheable", "action_overrides": "actions", "is_special": "list",
        "web_socket_origins": "websocket_origins",
        "no_store": "no_store", "monitored": "monitor", "maximum_age": "max_age", "networks": "cidr",
        "except_zones": "unless.zones", "except_windows": "unless.windows", "except_countries": "unless.countries",
        "authorities": "ca", "is_on_trial": "trial", "is_distinct_from_requester": "distinct_from",
        "maximum_life": "max_life", "renewal": "renew", "has_log_bundle": "log_bundle", "rule": "to",
        "last_day": "expires",
        "verified_on": "verified_at",
        "minimum_tls": "min_tls", "minimum_cipher_bits": "min_cipher_bits", "reference": "ref", "lockouts": "lockout",
    ]

    static func key(_ label: String) -> String { word(label).isEmpty ? "" : spelled[word(label)] ?? word(label) }

    private static func join(_ path: String, _ key: String) -> String {
        path.isEmpty ? key : key.isEmpty ? path : path + "." + key
    }

    private static func parent(of path: String) -> String {
        path.split(separator: ".").dropLast().joined(separator: ".")
    }

    /// `hostHeader` as `host_header`.
    private static func word(_ label: String) -> String {
        var out = ""
        for character in label where character != "_" || !out.isEmpty {
            if character.isUppercase, out.last?.isLowercase == true { out += "_" }
            out += character.lowercased()
        }
        return out
    }

    private static func two(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }
    private static func clock(_ minutes: Int) -> String { two(minutes / 60) + ":" + two(minutes % 60) }
}

/// What `Selection` looks like whatever it selects.
private protocol NamedSelection {
    var shown: String { get }
}

extension Selection: NamedSelection {
    fileprivate var shown: String {
        switch self {
        case .all: "all"
        case .only(let listed): FactText.text(listed)
        }
    }
}

extension Duration {
    /// As policy files spell durations.
    fileprivate var shown: String {
        let seconds = wholeSeconds
        guard wholeMilliseconds == seconds * 1000, seconds != 0 else { return "\(wholeMilliseconds)ms" }
        for (unit, length) in [("d", 86_400), ("h", 3600), ("m", 60)] as [(String, Int64)]
        where seconds % length == 0 { return "\(seconds / length)\(unit)" }
        return "\(seconds)s"
    }
}
