internal import GatewayPolicy

/// A policy as facts: of each thing that it defines, each key with its value as text.
///
/// Read off the definition by reflection, so that nothing a definition holds can be forgotten here: what the vocabulary gains is compared from the
/// day it is there.
struct PolicyFacts {
    struct Thing: Hashable, Comparable {
        let section: PolicyDifference.Section
        let name: String

        static func < (a: Self, b: Self) -> Bool { (a.section, a.name) < (b.section, b.name) }
    }

    private(set) var things: [Thing: [String: String]] = [:]

    init(of definition: PolicyDefinition) {
        for child in Mirror(reflecting: definition).children {
            guard let label = child.label else { continue }
            read(child.value, as: label)
        }
    }

    private mutating func read(_ value: Any, as label: String) {
        let section = PolicyDifference.Section(rawValue: label)
        let mirror = Mirror(reflecting: value)
        switch mirror.displayStyle {
        case .dictionary?:
            for entry in mirror.children {
                let pair = Mirror(reflecting: entry.value).children.map(\.value)
                note(pair[1], named: FactText.text(pair[0]), in: section, label)
            }
        case .collection?:
            for item in mirror.children {
                let name = Mirror(reflecting: item.value).children.first { $0.label == "id" }.map {
                    FactText.text($0.value)
                }
                note(item.value, named: name ?? FactText.text(item.value), in: section, label)
            }
        case .class?, .enum?, .foreignReference?, .optional?, .set?, .struct?, .tuple?, nil:
            note(value, named: label, in: section, label)
        @unknown default: note(value, named: label, in: section, label)
        }
    }

    private mutating func note(
        _ value: Any, named name: String, in section: PolicyDifference.Section?, _ label: String
    ) {
        var keys: [String: String] = [:]
        FactText.flatten(value, at: "", into: &keys)
        let thing = Thing(section: section ?? .others, name: section == nil ? "\(label) \(name)" : name)
        things[thing, default: [:]].merge(keys) { $0 == $1 ? $0 : [$0, $1].sorted().joined(separator: ", ") }
    }
}
