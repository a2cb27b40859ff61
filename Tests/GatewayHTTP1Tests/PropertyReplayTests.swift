import FoundationEssentials
import Testing

/// Replays what the fuzzers have kept (`Tests/Fuzz/Corpus`) through the very functions they call.
@Suite struct `What the fuzzers found interesting` {
    @Test func `still holds for request heads`() throws {
        try replay("RequestHead", RequestHeadProperties.violation)
    }

    @Test func `still holds for response heads`() throws {
        try replay("ResponseHead", ResponseHeadProperties.violation)
    }

    @Test func `still holds for chunked bodies`() throws {
        try replay("Chunked", ChunkedProperties.violation)
    }

    @Test func `still holds for cookies`() throws {
        try replay("Cookies", CookieProperties.violation)
    }

    private func replay(_ folder: String, _ violation: ([UInt8]) -> String?) throws {
        let corpus = CorpusCase.folder.deletingLastPathComponent().deletingLastPathComponent()
            .appending(path: "Fuzz/Corpus/\(folder)")
        let files = try FileManager.default.contentsOfDirectory(atPath: corpus.path)
        #expect(!files.isEmpty)
        for file in files.sorted() {
            let input = [UInt8](try Data(contentsOf: corpus.appending(path: file)))
            #expect(violation(input) == nil, "\(folder)/\(file)")
        }
    }
}

/// The properties on changed messages of the corpus, with a fixed seed.
@Suite struct `Any bytes` {
    private struct Xorshift: RandomNumberGenerator {
        var state: UInt64
        mutating func next() -> UInt64 {
            state ^= state << 13
            state ^= state >> 7
            state ^= state << 17
            return state
        }
    }

    @Test(arguments: 1...8)
    func `read the same in every cut`(seed: UInt64) throws {
        var random = Xorshift(state: seed &* 0x9E37_79B9_7F4A_7C15)
        let messages = try CorpusCase.list("benign.json").map { try $0.bytes() }.filter { $0.count < 2_000 }
        let signs = Array("\r\n\0 \t:;,=?/0aF-_".utf8)
        for message in messages {
            for _ in 0..<20 {
                var changed = message
                for _ in 0..<Int.random(in: 1...3, using: &random) {
                    changed[Int.random(in: changed.indices, using: &random)] = signs.randomElement(using: &random) ?? 0
                }
                #expect(RequestHeadProperties.violation(in: changed) == nil)
                let text = String(decoding: changed, as: UTF8.self).replacing("GET / HTTP/1.1", with: "HTTP/1.1 200 OK")
                #expect(ResponseHeadProperties.violation(in: Array(text.utf8)) == nil)
                let body = changed.firstIndex(of: 0x35).map { Array(changed[$0...]) } ?? changed
                #expect(ChunkedProperties.violation(in: body) == nil)
            }
        }
    }
}
