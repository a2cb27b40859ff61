import Foundation
import Testing

/// Replays what the fuzzer has kept (`Tests/Fuzz/Corpus/Policy`), and the malformed policies, through the very function it calls.
@Suite struct `What is said of a policy` {
    @Test func `holds for every input that the fuzzer has kept`() throws {
        let folder = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .appending(path: "Fuzz/Corpus/Policy")
        let files = try FileManager.default.contentsOfDirectory(at: folder, includingPropertiesForKeys: nil)
        #expect(!files.isEmpty)
        for file in files {
            let violation = PolicyFileProperties.violation(in: [UInt8](try Data(contentsOf: file)))
            #expect(violation == nil, "\(file.lastPathComponent)")
        }
    }

    @Test(arguments: ["consoles", "grades", "roles", "rules", "zones", "sentences"].enumerated().map { ($0, $1) })
    func `holds for every malformed policy`(choice: Int, name: String) throws {
        let folder = URL(filePath: Repository.root + "/Tests/Corpus/policies/" + name)
        for file in try FileManager.default.contentsOfDirectory(at: folder, includingPropertiesForKeys: nil) {
            let input = [UInt8(choice)] + [UInt8](try Data(contentsOf: file))
            #expect(PolicyFileProperties.violation(in: input) == nil, "\(file.lastPathComponent)")
        }
    }
}
