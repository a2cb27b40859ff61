import GatewayCrypto
import GatewayIdentity
import Glibc

/// A file read line by line with bounded memory; a line is at most a mebibyte.
final class TextFile {
    private static let limit = 1 << 20
    private let descriptor: Int32

    /// - Returns: `nil` when it cannot be opened.
    init?(_ path: String) {
        descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW)
        guard descriptor >= 0 else { return nil }
    }

    deinit { close(descriptor) }

    private var rest: [UInt8] = []
    private var isAtEnd = false

    /// The next line without its LF; `nil` behind the last, and where a line is too long.
    func next() -> [UInt8]? {
        var searched = 0
        while true {
            if let newline = rest[searched...].firstIndex(of: 0x0A) {
                let line = Array(rest[..<newline])
                rest.removeFirst(newline + 1)
                return line
            }
            searched = rest.count
            guard !isAtEnd else {
                // The last line may do without its LF.
                defer { rest.removeAll() }
                return rest.isEmpty ? nil : rest
            }
            guard rest.count <= Self.limit else { return nil }
            var chunk = [UInt8](repeating: 0, count: 1 << 16)
            let count = chunk.withUnsafeMutableBytes { read(descriptor, $0.baseAddress, $0.count) }
            if count > 0 { rest += chunk[..<count] } else { isAtEnd = true }
        }
    }

    /// SHA-256 of the whole file, in hexadecimal.
    func digest() -> String? {
        let hasher = SHA256Hasher()
        var chunk = [UInt8](repeating: 0, count: 1 << 16)
        while true {
            let count = chunk.withUnsafeMutableBytes { read(descriptor, $0.baseAddress, $0.count) }
            guard count >= 0 else { return nil }
            if count == 0 { return hasher.finish().hex }
            hasher.update(Array(chunk[..<count]))
        }
    }

    func forEachLine(_ use: (UnsafeRawBufferPointer) -> Void) {
        while let line = next() { line.withUnsafeBytes { use($0) } }
    }
}
