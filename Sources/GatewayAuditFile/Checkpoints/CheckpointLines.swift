public import GatewayAudit
internal import Glibc

/// Reads a file of checkpoints line by line, with memory that does not grow with the file, also while it is being written.
public struct CheckpointLines: ~Copyable {
    public enum Piece: Sendable {
        /// A checkpoint, and its line, without its LF.
        case checkpoint(Checkpoint, line: [UInt8])
        /// A line that is none.
        case malformed
    }

    private let file: FileDescriptor
    private var rest: [UInt8] = []
    private var start = 0
    private var readTo: Int
    private var isAtEnd = false
    /// Behind the last whole line.
    public private(set) var offset: Int
    /// Lines so far.
    public private(set) var number = 0

    /// - Parameter offset: where a line begins.
    public init(_ path: String, from offset: Int = 0) throws(FileFailure) {
        file = try FileDescriptor(path, flags: O_RDONLY)
        self.offset = offset
        readTo = offset
    }

    /// Bytes behind the last whole line: a line that is being written, or was cut off by the end of a process.
    public var unfinished: Int { rest.count - start }

    /// `nil` at the end.
    public mutating func next() throws(FileFailure) -> Piece? {
        while true {
            if let end = rest[start...].firstIndex(of: 0x0A) {
                let line = Array(rest[start..<end])
                start = end + 1
                offset += line.count + 1
                number += 1
                guard let checkpoint = line.withUnsafeBytes({ Checkpoint(line: $0) }) else { return .malformed }
                return .checkpoint(checkpoint, line: line)
            }
            if rest.count - start > Checkpoint.lineLimit {
                offset += rest.count - start
                start = rest.count
                number += 1
                return .malformed
            }
            guard !isAtEnd else { return nil }
            rest.removeSubrange(..<start)
            start = 0
            try refill()
        }
    }

    private mutating func refill() throws(FileFailure) {
        var chunk = [UInt8](repeating: 0, count: 64 * 1024)
        let at = readTo
        let count = try chunk.withUnsafeMutableBytes { buffer in
            Result { () throws(FileFailure) in try file.read(into: buffer, at: at) }
        }.get()
        readTo += count
        isAtEnd = count == 0
        rest += chunk[..<count]
    }
}

extension CheckpointLines {
    /// The last whole checkpoint of a file, and where the line begins that follows it; `nil` when there is no file. A file without any: `nil` in it, 0.
    public static func end(of path: String) throws(FileFailure) -> (last: Checkpoint?, offset: Int)? {
        do throws(FileFailure) {
            var lines = try CheckpointLines(path)
            var last: Checkpoint?
            while let piece = try lines.next() {
                if case .checkpoint(let checkpoint, _) = piece { last = checkpoint }
            }
            return (last, lines.offset)
        } catch  where error.code == ENOENT {
            return nil
        }
    }
}
