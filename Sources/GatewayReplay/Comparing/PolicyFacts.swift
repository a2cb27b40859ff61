internal import GatewayPolicy

/// A policy as facts: of each thing that it defines, each key with its value as text.
///
/// Read off the definition by reflection, so that nothing a definition holds can be forgotten here: what the vocabulary gains is compared from the
/// day it is there.
struct PolicyFacts {
    struct Thing: Hashable, Comparable {
        /// Sections come in the order in which a definition holds them.
        let place: Int
        let section: String
        let name: String

        static func < (a: Self, b: Self) -> Bool { (a.place, a.name) < (b.place, b.name) }
    }

    private(set) var things: [Thing: [String: String]] = [:]

    init(of definition: PolicyDefinition) {
        for (place, child) in Mirror(reflecting: definition).children.enumerated() {
            guard let label = child.label else { continue }
            read(child.value, at: place, as: FactText.key(label))
        }
    }

    private mutating func read(_ value: Any, at place: Int, as section: String) {
        let mirror = Mirror(reflecting: value)
        switch mirror.displayStyle {
        case .dictionary?:
            for entry in mirror.children {
                let pair = Mirror(reflecting: entry.value).children.map(\.value)
                note(pair[1], as: Thing(place: place, section: section, name: FactText.text(pair[0])))
            }
        case .collection?:
            for item in mirror.children {
                let id = Mirror(reflecting: item.value).children.first { $0.label == "id" }?.value
                note(item.value, as: Thing(place: place, section: section, name: FactText.text(id ?? item.value)))
            }
        case .class?, .enum?, .foreignReference?, .optional?, .set?, .struct?, .tuple?, nil:
            note(value, as: Thing(place: place, section: section, name: section))
        @unknown default: note(value, as: Thing(place: place, section: section, name: section))
        }
    }

    private mutating func note(_ value: Any, as thing: Thing) {
        var keys: [String: String] = [:]
        FactText.flatten(value, at: "", into: &keys)
        things[thing, default: [:]].merge(keys) { $0 == $1 ? $0 : [$0, $1].sorted().joined(separator: ", ") }
    }
}
