internal import Glibc

/// Files that appear whole or not at all.
enum AtomicFile {
    /// Writes a hidden file beside, forces it to disk and renames it over the old one.
    ///
    /// - Parameter permissions: 0o600 for keys; set at creation, so that at no moment another user can read the file.
    static func write(_ bytes: [UInt8], to path: String, permissions: UInt32) throws(FileProblem) {
        let slash = path.lastIndex(of: "/")
        let folder = slash.map { String(path[..<$0]) } ?? "."
        let name = slash.map { String(path[path.index(after: $0)...]) } ?? path
        let temporary = "\(folder)/.\(name).\(getpid()).new"
        unlink(temporary)
        let descriptor = open(temporary, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, mode_t(permissions))
        guard descriptor >= 0 else { throw .system(path, "cannot write") }
        do throws(FileProblem) {
            defer { close(descriptor) }
            try writeAll(bytes, to: descriptor, path)
            guard fsync(descriptor) == 0 else { throw .system(path, "cannot write") }
        } catch {
            unlink(temporary)
            throw error
        }
        guard rename(temporary, path) == 0 else {
            let problem = FileProblem.system(path, "cannot write")
            unlink(temporary)
            throw problem
        }
        try synchronise(folder: folder.isEmpty ? "/" : folder)
    }

    private static func writeAll(_ bytes: [UInt8], to descriptor: Int32, _ path: String) throws(FileProblem) {
        var written = 0
        while written < bytes.count {
            let count = bytes.withUnsafeBytes {
                Glibc.write(descriptor, $0.baseAddress.map { $0 + written }, bytes.count - written)
            }
            if count < 0 {
                if errno == EINTR { continue }
                throw .system(path, "cannot write")
            }
            written += count
        }
    }

    /// A rename lasts once its folder is on disk.
    private static func synchronise(folder: String) throws(FileProblem) {
        let descriptor = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard descriptor >= 0 else { throw .system(folder, "cannot open") }
        defer { close(descriptor) }
        guard fsync(descriptor) == 0 else { throw .system(folder, "cannot write") }
    }
}
