import FoundationEssentials
import GatewayHTTP1
import GatewayHTTP2
import NIOCore
import Testing

@Suite struct `The published frames` {
    @Test(arguments: try CorpusCase.list(.connection))
    func `end the connection for the reason given`(case: CorpusCase) throws {
        let server = try Server()
        let failure = server.receive(try `case`.bytes())
        #expect(failure?.code.rawValue == `case`.code)
        #expect(server.goAway?.description == `case`.goaway)
        #expect(server.session.isFinished)
    }

    @Test(arguments: try CorpusCase.list(.stream))
    func `end a stream for the reason given, and no other`(case: CorpusCase) throws {
        let server = try Server()
        #expect(server.receive(try `case`.bytes()) == nil)
        #expect(server.resets.values.map(\.description) == [`case`.code])
        let reset = try #require(server.resets.keys.first)
        #expect(!server.log.events.contains(.end(HTTP2StreamID(rawValue: Int32(reset)))))
        #expect(server.session.openStreams == server.log.heads().count - (wasAnnounced(reset, server) ? 1 : 0))
    }

    @Test(arguments: try CorpusCase.list(.head))
    func `make a head that its reader refuses for the reason given`(case: CorpusCase) throws {
        let server = try Server()
        #expect(server.receive(try `case`.bytes()) == nil)
        #expect(server.resets.isEmpty)
        #expect(server.log.heads().map(read) == [HeadProblem(rawValue: `case`.code).map(HeadParse.refused)])
    }

    @Test(arguments: try CorpusCase.list(.accepted))
    func `have good ones beside the bad, and they pass`(case: CorpusCase) throws {
        let server = try Server()
        #expect(server.receive(try `case`.bytes()) == nil)
        #expect(server.resets.isEmpty)
        let heads = server.log.heads()
        #expect(heads.count == `case`.requests)
        for head in heads { #expect(read(head) == .complete(length: head.utf8.count)) }
    }

    @Test(arguments: try CorpusCase.list(.connection, .stream, .head, .accepted))
    func `read the same however they are cut`(case: CorpusCase) throws {
        let violation = ServerSessionProperties.violation(in: try `case`.bytes())
        #expect(violation == nil)
    }

    private func wasAnnounced(_ stream: UInt32, _ server: Server) -> Bool {
        server.log.events.contains {
            if case .head(HTTP2StreamID(rawValue: Int32(stream)), _, _) = $0 { true } else { false }
        }
    }

    private func read(_ head: String) -> HeadParse? {
        var parser = RequestHeadParser()
        return head.data.withUnsafeBytes { parser.parse($0) }
    }
}

extension String {
    /// The bytes behind the text. A head may hold bytes that are no UTF-8: they have been replaced, which its reader
    /// does not mind.
    fileprivate var data: [UInt8] { Array(utf8) }
}

/// Replays what the fuzzers have kept (`Tests/Fuzz/Corpus`) through the very functions they call.
@Suite struct `What the fuzzers of HTTP 2 found interesting` {
    @Test func `still holds for a server's session`() throws {
        try replay("HTTP2Server", ServerSessionProperties.violation)
    }

    @Test func `still holds for a client's session`() throws {
        try replay("HTTP2Client", ClientSessionProperties.violation)
    }

    private func replay(_ folder: String, _ violation: ([UInt8]) -> String?) throws {
        let corpus = CorpusCase.tests.appending(path: "Fuzz/Corpus/\(folder)")
        let files = try FileManager.default.contentsOfDirectory(atPath: corpus.path)
        #expect(!files.isEmpty)
        for file in files.sorted() {
            let input = [UInt8](try Data(contentsOf: corpus.appending(path: file)))
            #expect(violation(input) == nil, "\(folder)/\(file)")
        }
    }
}
