import GatewayIdentity
import GatewayPolicy
import Testing

@testable import GatewaySettings

@Suite struct `The table of the vocabulary` {
    @Test(arguments: VocabularyFile.allCases)
    func `says of each key in both languages what it does, and where it comes from`(file: VocabularyFile) {
        for mapping in file.mappings {
            #expect(Set(mapping.keys.map(\.name)).count == mapping.keys.count, "\(mapping.id)")
            for key in mapping.keys {
                let place = "\(mapping.id).\(key.name)"
                #expect(key.effect.english.hasSuffix("."), "\(place)")
                #expect(key.effect.korean.hasSuffix("."), "\(place)")
                #expect(key.effect.korean.unicodeScalars.contains { ("가"..."힣").contains($0) }, "\(place)")
                #expect(!key.source.isEmpty, "\(place)")
                #expect(key.example != nil || !key.kind.mappings.isEmpty || key.isSection, "\(place) has no example")
            }
        }
    }

    @Test func `has one name for each thing`() {
        let mappings = VocabularyFile.allCases.flatMap(\.mappings)
        let ids = Dictionary(grouping: mappings, by: \.id).values.compactMap(\.first?.id) + TextForm.all.map(\.id)
        #expect(Set(ids).count == ids.count)
        #expect(Set(mappings.map { "\($0.id) \($0.title.english)" }).count == Set(mappings.map(\.id)).count)
    }

    @Test func `is read whole: what is made up of every key and its example loads`() throws {
        #expect(ExamplePolicy.plain.problems == [])
        #expect(ExamplePolicy.writtenOut.problems == [])
        let described = VocabularyFile.allCases.flatMap { file in
            file.mappings.flatMap { mapping in mapping.keys.map { "\(mapping.id).\($0.name)" } }
        }
        #expect(Self.places == described.sorted().reduced)
    }

    @Test func `is read at each key: a value of another shape is refused where it stands`() throws {
        for place in Self.places {
            let changed = ExamplePolicy.policy(with: place, changedTo: "[[]]")
            let position = try #require(changed.lines[place])
            #expect(
                changed.problems.contains {
                    $0.position.file == position.file && $0.position.line == position.line
                }, "\(place)")
        }
    }

    /// Every key that the examples hold.
    private static let places = (Array(ExamplePolicy.plain.lines.keys) + ExamplePolicy.writtenOut.lines.keys).sorted()
        .reduced

    @Test func `has the reader's defaults: written out they change nothing`() throws {
        for mapping in VocabularyFile.policy.mappings {
            for key in mapping.keys {
                guard case .usually(let text) = key.presence else { continue }
                let place = "\(mapping.id).\(key.name)"
                // Whatever is not sound without the key is not sound with its default either, for the same reason.
                let without = ExamplePolicy.policy(with: place, changedTo: nil)
                let with = ExamplePolicy.policy(with: place, changedTo: text)
                #expect(try without.definition == with.definition, "\(place)")
            }
        }
    }

    @Test func `says what must be there: without it nothing is read`() throws {
        for mapping in VocabularyFile.allCases.flatMap(\.mappings) {
            for key in mapping.keys where key.isRequired {
                let problems = ExamplePolicy.policy(with: "\(mapping.id).\(key.name)", changedTo: nil).problems
                #expect(
                    problems.contains { $0.description.contains(" needs '\(key.name)'") }, "\(mapping.id).\(key.name)")
            }
        }
    }

    @Test func `knows which keys go together, as the reader does`() throws {
        for mapping in VocabularyFile.allCases.flatMap(\.mappings) {
            for bond in mapping.bonds {
                switch bond {
                case .needs(let key, let other):
                    #expect(!ExamplePolicy(changes: ["\(mapping.id).\(other)": nil]).problems.isEmpty, "\(key)")
                case .when(_, let word, let needs, let refuses):
                    for group in needs {
                        let without = Dictionary(group.map { ("\(mapping.id).\($0)", String?.none) }) { $1 }
                        #expect(!ExamplePolicy(changes: without).problems.isEmpty, "\(word) without \(group)")
                    }
                    for key in refuses {
                        let problems = ExamplePolicy(keeping: "\(mapping.id).\(key)").problems
                        #expect(
                            problems.contains { $0.description.contains("'\(key)' has no meaning here") },
                            "\(word) with \(key)")
                    }
                }
            }
        }
    }
}

extension [String] {
    /// Of a sorted list, each once.
    fileprivate var reduced: [String] { zip(self, dropFirst() + [""]).filter { $0 != $1 }.map(\.0) }
}

extension VocabularyKey {
    fileprivate var isSection: Bool { PolicyPlace.Section(rawValue: name) != nil }
}
