import FoundationEssentials
import Testing

/// Replays what the fuzzers have kept (`Tests/Fuzz/Corpus`) through the very functions they call.
@Suite struct `What the fuzzers of seed files found interesting` {
    @Test func `still holds for key containers`() throws {
        try replay("SeedContainer", SeedFileProperties.violation(inContainer:))
    }

    @Test func `still holds for tables`() throws { try replay("SeedTable", SeedFileProperties.violation(inTable:)) }

    private func replay(_ folder: String, _ violation: ([UInt8]) -> String?) throws {
        let corpus = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .appending(path: "Fuzz/Corpus/\(folder)")
        let files = try FileManager.default.contentsOfDirectory(atPath: corpus.path)
        #expect(!files.isEmpty)
        for file in files.sorted() {
            let input = [UInt8](try Data(contentsOf: corpus.appending(path: file)))
            #expect(violation(input) == nil, "\(folder)/\(file)")
        }
    }
}
