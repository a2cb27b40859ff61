import GatewayAccess
import GatewayIdentity
import Glibc

/// A desk session kept in a file (0600) between commands, so that each does not cost a code.
struct KeptSession {
    let token: String
    /// Whether its second factor is young enough for changes, some seconds of the way to the desk included.
    let isFresh: Bool

    private static let slack = Duration.seconds(20)

    /// - Returns: `nil` without a file, or when there is none yet.
    init?(file: String?) throws {
        guard let file, let bytes = try PrivateFile.read(file) else { return nil }
        // It goes into a header field.
        guard !bytes.isEmpty, bytes.allSatisfy({ (0x21...0x7E).contains($0) }) else {
            throw CommandFailure(
                .badInput, ["\(file): is no session of the desk"], hint: "Remove the file: it is made anew.")
        }
        var status = stat()
        guard stat(file, &status) == 0 else { throw CommandFailure("\(file): cannot be looked at: \(LastError.text)") }
        token = String(decoding: bytes, as: UTF8.self)
        isFresh =
            SystemClock.now() < UnixTime(seconds: Int64(status.st_mtim.tv_sec)) + OwnAccount.freshness - Self.slack
    }

    static func keep(_ token: String, in file: String?) throws {
        guard let file else { return }
        unlink(file)
        try PrivateFile.create(file, token.utf8)
    }
}
