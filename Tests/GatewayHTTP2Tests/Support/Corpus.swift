import FoundationEssentials
import Testing

/// What one client sends on one connection, of the published corpus in `Tests/Corpus/http2`.
struct CorpusCase: Decodable, Sendable, CustomTestStringConvertible {
    enum Verdict: String, Decodable {
        /// The connection ends; `code` is that of the failure, `goaway` what the client is told.
        case connection
        /// A stream is reset with `code`, and the connection lives: a request behind it is answered.
        case stream
        /// The session hands out the head and its reader refuses it with `code`.
        case head
        case accepted
    }

    let name: String
    let file: String
    let verdict: Verdict
    let code: String
    let goaway: String?
    /// How many requests are accepted.
    let requests: Int?
    let why: String
    let source: String

    var testDescription: String { "\(name): \(why)" }

    func bytes() throws -> [UInt8] { [UInt8](try Data(contentsOf: Self.folder.appending(path: file))) }

    static func list(_ verdicts: Verdict...) throws -> [CorpusCase] {
        try JSONDecoder().decode([CorpusCase].self, from: Data(contentsOf: folder.appending(path: "index.json")))
            .filter { verdicts.contains($0.verdict) }
    }

    static let tests = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent()
    static let folder = tests.appending(path: "Corpus/http2")
}
