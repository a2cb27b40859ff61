import FoundationEssentials
import Glibc

/// A folder that a command fills: new, or empty. What is in it is for its owner alone.
struct OutputFolder {
    let path: String

    init(_ path: String) throws {
        self.path = path
        guard mkdir(path, 0o700) == 0 || errno == EEXIST else { throw Self.failure(path, "cannot be made") }
        let isEmpty: Bool
        do {
            isEmpty = try FileManager.default.contentsOfDirectory(atPath: path).isEmpty
        } catch {
            throw Self.failure(path, "cannot be read")
        }
        guard isEmpty else {
            throw CommandFailure(
                .badInput, ["--output: \(path) is not empty"], hint: "Name a folder that is not there.")
        }
    }

    func write(_ text: String, as name: String) throws { try open(name).finish(writing: Array(text.utf8)) }

    /// A file to be written piece by piece.
    func open(_ name: String) throws -> OutputFile { try OutputFile(path + "/" + name) }

    fileprivate static func failure(_ path: String, _ what: String) -> CommandFailure {
        CommandFailure(.badInput, ["--output: \(path) \(what): \(LastError.text)"])
    }
}

final class OutputFile {
    private let path: String
    private let descriptor: Int32
    private var waiting: [UInt8] = []

    fileprivate init(_ path: String) throws {
        self.path = path
        descriptor = Glibc.open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0o600)
        guard descriptor >= 0 else { throw OutputFolder.failure(path, "cannot be written") }
    }

    deinit { close(descriptor) }

    func append(_ bytes: UnsafeRawBufferPointer) throws {
        waiting.append(contentsOf: bytes)
        if waiting.count >= 1 << 20 { try flush() }
    }

    func finish(writing bytes: [UInt8] = []) throws {
        waiting += bytes
        try flush()
        guard fsync(descriptor) == 0 else { throw OutputFolder.failure(path, "cannot be written") }
    }

    private func flush() throws {
        var rest = waiting[...]
        while !rest.isEmpty {
            let written = rest.withUnsafeBytes { Glibc.write(descriptor, $0.baseAddress, $0.count) }
            guard written > 0 else { throw OutputFolder.failure(path, "cannot be written") }
            rest = rest.dropFirst(written)
        }
        waiting.removeAll(keepingCapacity: true)
    }
}
