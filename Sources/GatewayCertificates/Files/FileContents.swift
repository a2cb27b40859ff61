internal import Glibc

/// What is wrong with a file, in the form `FILE: what, value, expected`.
public struct FileProblem: Error, Hashable, Sendable, CustomStringConvertible {
    public let file: String
    public let what: String

    public init(_ file: String, _ what: String) {
        self.file = file
        self.what = what
    }

    public var description: String { "\(file): \(what)" }

    /// A system call that failed, by its `errno`.
    static func system(_ file: String, _ activity: String, _ code: Int32 = errno) -> FileProblem {
        FileProblem(file, "\(activity): \(strerror(code).map { String(cString: $0) } ?? "error \(code)")")
    }
}

/// A file read whole.
struct FileContents {
    let path: String
    let bytes: [UInt8]
    /// Permission bits, 0o600 for a private file.
    let permissions: UInt32

    /// Longer files are not what they claim to be; the largest national revocation lists are below 100 MiB.
    static let sizeLimit = 256 << 20

    init(reading path: String) throws(FileProblem) {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
        guard descriptor >= 0 else { throw .system(path, "cannot open") }
        defer { close(descriptor) }
        var status = stat()
        guard fstat(descriptor, &status) == 0 else { throw .system(path, "cannot read its status") }
        guard status.st_mode & S_IFMT == S_IFREG else { throw FileProblem(path, "not a regular file") }
        let size = Int(status.st_size)
        guard size <= Self.sizeLimit else {
            throw FileProblem(path, "\(size) bytes long; at most \(Self.sizeLimit) are read")
        }
        self.path = path
        permissions = UInt32(status.st_mode) & 0o7777
        bytes = try Self.readAll(descriptor, expecting: size, path)
    }

    static func exists(_ path: String) -> Bool { access(path, F_OK) == 0 }

    private static func readAll(_ descriptor: Int32, expecting size: Int, _ path: String) throws(FileProblem) -> [UInt8]
    {
        var failure: Int32 = 0
        // One more than its size, so that a file that grows while it is read is noticed.
        let bytes = [UInt8](unsafeUninitializedCapacity: size + 1) { buffer, count in
            while count < buffer.count {
                let got = read(descriptor, buffer.baseAddress.map { $0 + count }, buffer.count - count)
                if got < 0 {
                    if errno == EINTR { continue }
                    failure = errno
                    return
                }
                if got == 0 { return }
                count += got
            }
        }
        guard failure == 0 else { throw .system(path, "cannot read", failure) }
        guard bytes.count == size else { throw FileProblem(path, "changed while it was read") }
        return bytes
    }
}
