import FoundationEssentials
import GatewayHTTP1
import Testing

/// One message of the published corpus in `Tests/Corpus/http1`.
struct CorpusCase: Decodable, Sendable, CustomTestStringConvertible {
    enum Stage: String, Decodable {
        /// Judged by the head alone.
        case head
        /// The head is good; the chunked body behind it decides.
        case body
        /// The codec lets it through; the normalisation of the path refuses it.
        case path
    }

    let name: String
    let file: String
    let stage: Stage
    /// `accepted`, or the stable code of the refusal.
    let code: String
    let why: String
    let source: String
    /// What the gateway may answer; hostile messages alone have it.
    let status: [Int]?

    var testDescription: String { "\(name): \(why)" }

    func bytes() throws -> [UInt8] { [UInt8](try Data(contentsOf: Self.folder.appending(path: file))) }

    static func list(_ index: String) throws -> [CorpusCase] {
        try JSONDecoder().decode([CorpusCase].self, from: Data(contentsOf: folder.appending(path: index)))
    }

    static let folder = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent().appending(path: "Corpus/http1")
}
