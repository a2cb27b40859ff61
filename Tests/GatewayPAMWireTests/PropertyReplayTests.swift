import FoundationEssentials
import Testing

@Suite struct `Bytes between gate and PAM helper` {
    /// Replays what the fuzzer has kept through the very function it calls.
    @Test func `still have the properties that the fuzzer looked for`() throws {
        let corpus = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .appending(path: "Fuzz/Corpus/PAMMessage")
        let files = try FileManager.default.contentsOfDirectory(atPath: corpus.path)
        #expect(!files.isEmpty)
        for file in files.sorted() {
            let input = [UInt8](try Data(contentsOf: corpus.appending(path: file)))
            #expect(PAMMessageProperties.violation(in: input) == nil, "PAMMessage/\(file)")
        }
    }
}
