internal import GatewayAudit
internal import Glibc

/// A system call on the trail's files failed.
public struct FileFailure: Error, Hashable, Sendable {
    public enum Operation: String, Sendable {
        case makeFolder = "make the folder"
        case list = "list the folder"
        case open = "open"
        case read = "read"
        case write = "write"
        case synchronize = "synchronise"
        case truncate = "cut"
        case rename = "rename"
        case remove = "remove"
        /// What is read is not what was packed.
        case unpack = "unpack"
        case lock = "lock"
    }

    public let operation: Operation
    public let path: String
    public let code: Int32

    public init(_ operation: Operation, _ path: String, code: Int32) {
        self.operation = operation
        self.path = path
        self.code = code
    }

    /// With the `errno` of the call that failed just now on this thread.
    static func last(_ operation: Operation, _ path: String) -> Self { .init(operation, path, code: errno) }

    /// As whoever wanted something recorded is told.
    var asAuditFailure: AuditFailure {
        switch code {
        // Full, over quota, or over a size limit: what ends when space is made.
        case ENOSPC, EDQUOT, EFBIG: .diskFull
        default: .inputOutput(code)
        }
    }
}

extension FileFailure: CustomStringConvertible {
    public var description: String { "\(path): cannot \(operation.rawValue): \(String(cString: strerror(code)))" }
}
