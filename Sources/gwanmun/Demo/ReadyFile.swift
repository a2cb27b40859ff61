import FoundationEssentials
import Glibc

/// What `demo` tells other programs once it accepts connections.
struct ReadyFile: Codable {
    struct ConsoleEntry: Codable {
        var id: String
        var url: String
        var grade: String
        var tags: [String]?
    }

    var gate: String
    var desk: String
    var ops: String
    var ca: String
    var crl: String
    var audit: String
    var policies: String
    var config: String
    var pid: Int
    var consoles: [ConsoleEntry]
    var users: [DemoUser]

    /// Whole or not at all: written beside, then renamed. 0600, because the demo's secrets are in it.
    func write(to path: String) throws {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
        let temporary = path + ".new"
        unlink(temporary)
        try PrivateFile.create(temporary, try encoder.encode(self))
        guard rename(temporary, path) == 0 else { throw CommandFailure("\(path): \(LastError.text)") }
    }
}
