import GatewayIdentity
import Testing

@testable import GatewaySettings

@Suite struct `What is written from the table` {
    @Test(arguments: VocabularyFile.allCases)
    func `is the schemas in the repository`(file: VocabularyFile) throws {
        let written = VocabularySchema(of: file).text + "\n"
        let path = "Policies/schema/\(file.rawValue).schema.json"
        #expect(
            try written == Repository.text(path),
            "is not what the table says; write it with: gwanmun policy schema --file \(file.rawValue) > \(path)")
    }

    @Test(arguments: [("docs/policy-reference.md", Language.english), ("docs/policy-reference.ko.md", .korean)])
    func `is the reference in the documentation`(page: String, language: Language) throws {
        #expect(
            try VocabularyReference(in: language).text + "\n" == Repository.text(page),
            "is not what the table says; write it with: gwanmun policy reference --language \(language.rawValue) > \(page)"
        )
    }

    @Test func `names every key of every mapping`() {
        let page = VocabularyReference(in: .english).text
        for mapping in VocabularyFile.allCases.flatMap(\.mappings) {
            #expect(page.contains("<a id=\"\(mapping.id)\"></a>"))
            for key in mapping.keys { #expect(page.contains("| `\(key.name)` |"), "\(mapping.id).\(key.name)") }
        }
    }
}
