import GatewayCrypto
import GatewayIdentity
import Glibc

/// A file of somebody else's, read line by line with bounded memory.
final class TextFile {
    /// It says nothing then: what could not be read is no end.
    struct Problem: Error, CustomStringConvertible {
        let description: String
    }

    /// A line is at most a mebibyte.
    private static let limit = 1 << 20
    private let path: String
    private let descriptor: Int32

    /// - Returns: `nil` when it cannot be opened, or is no file.
    init?(_ path: String) {
        self.path = path
        // Whoever opens a pipe that nobody writes to would wait for ever.
        descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK)
        guard descriptor >= 0 else { return nil }
        var status = stat()
        guard fstat(descriptor, &status) == 0, status.st_mode & S_IFMT == S_IFREG else { return nil }
    }

    deinit { if descriptor >= 0 { close(descriptor) } }

    private var rest: [UInt8] = []
    private var isAtEnd = false

    /// The next line without its LF; `nil` behind the last.
    func next() throws(Problem) -> [UInt8]? {
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
            guard rest.count <= Self.limit else { throw Problem(description: "\(path): a line is longer than 1 MiB") }
            let chunk = try chunk()
            if chunk.isEmpty { isAtEnd = true } else { rest += chunk }
        }
    }

    /// Everything that is left, at most a mebibyte.
    func content() throws(Problem) -> [UInt8] {
        var content = rest
        while content.count <= Self.limit {
            let chunk = try chunk()
            if chunk.isEmpty { return content }
            content += chunk
        }
        throw Problem(description: "\(path): is larger than 1 MiB")
    }

    /// SHA-256 of the whole file, in hexadecimal.
    func digest() throws(Problem) -> String { try measure(atMost: .max).digest }

    /// The same, and its size in bytes.
    func measure(atMost limit: Int) throws(Problem) -> (digest: String, size: Int) {
        let hasher = SHA256Hasher()
        var size = 0
        while true {
            let chunk = try chunk()
            if chunk.isEmpty { return (hasher.finish().hex, size) }
            size += chunk.count
            guard size <= limit else { throw Problem(description: "\(path): is larger than \(limit) bytes") }
            hasher.update(chunk)
        }
    }

    func forEachLine(_ use: (UnsafeRawBufferPointer) -> Void) throws(Problem) {
        while let line = try next() { line.withUnsafeBytes { use($0) } }
    }

    /// Empty at the end.
    private func chunk() throws(Problem) -> [UInt8] {
        var chunk = [UInt8](repeating: 0, count: 1 << 16)
        while true {
            let count = chunk.withUnsafeMutableBytes { read(descriptor, $0.baseAddress, $0.count) }
            if count < 0, errno == EINTR { continue }
            guard count >= 0 else { throw Problem(description: "\(path): cannot be read: \(LastError.text)") }
            chunk.removeLast(chunk.count - count)
            return chunk
        }
    }
}
