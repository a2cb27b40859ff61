internal import Glibc

/// A segment on the disk, opened with `O_APPEND`, so that no write of ours can land on an older record.
final class DiskFile: AppendOnlyFile {
    private let descriptor: FileDescriptor
    private(set) var length: Int

    /// - Parameter isNew: it must not exist, or be empty: what an attempt left that failed before its first record.
    init(_ path: String, isNew: Bool) throws(FileFailure) {
        descriptor = try FileDescriptor(path, flags: O_WRONLY | O_APPEND | (isNew ? O_CREAT : 0))
        length = try descriptor.length
        guard !isNew || length == 0 else { throw FileFailure(.open, path, code: EEXIST) }
    }

    func append(_ bytes: UnsafeRawBufferPointer) throws(FileFailure) {
        try descriptor.write(bytes)
        length += bytes.count
    }

    func synchronize() throws(FileFailure) { try descriptor.synchronizeData() }

    func truncate(to length: Int) throws(FileFailure) {
        try descriptor.truncate(to: length)
        self.length = length
    }
}
