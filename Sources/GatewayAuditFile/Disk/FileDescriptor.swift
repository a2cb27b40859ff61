internal import Glibc

/// One open file: sole owner of its descriptor. Calls are repeated when a signal interrupts them.
struct FileDescriptor: ~Copyable {
    let number: Int32
    let path: String

    /// Never follows a symbolic link in the last component, never survives `exec`; created with mode 0600.
    init(_ path: String, flags: Int32) throws(FileFailure) {
        let number = Self.repeating { Int(Glibc.open(path, flags | O_NOFOLLOW | O_CLOEXEC, 0o600)) }
        guard number >= 0 else { throw .last(.open, path) }
        self.number = Int32(number)
        self.path = path
    }

    deinit {
        // A child that is just being started holds a copy until its `exec`; a lock must not wait for that.
        flock(number, LOCK_UN)
        close(number)
    }

    var length: Int {
        get throws(FileFailure) {
            var status = stat()
            guard fstat(number, &status) == 0 else { throw .last(.read, path) }
            return Int(status.st_size)
        }
    }

    borrowing func write(_ bytes: UnsafeRawBufferPointer) throws(FileFailure) {
        var rest = bytes
        while !rest.isEmpty {
            let written = Self.repeating { Glibc.write(number, rest.baseAddress, rest.count) }
            guard written > 0 else { throw .last(.write, path) }
            rest = UnsafeRawBufferPointer(rebasing: rest[written...])
        }
    }

    /// Overwrites from the beginning of the file.
    borrowing func overwrite(_ bytes: UnsafeRawBufferPointer) throws(FileFailure) {
        var done = 0
        while done < bytes.count {
            let rest = UnsafeRawBufferPointer(rebasing: bytes[done...])
            let written = Self.repeating { pwrite(number, rest.baseAddress, rest.count, off_t(done)) }
            guard written > 0 else { throw .last(.write, path) }
            done += written
        }
    }

    /// - Returns: how many bytes were read into `buffer`, 0 at the end of the file.
    borrowing func read(into buffer: UnsafeMutableRawBufferPointer) throws(FileFailure) -> Int {
        let count = Self.repeating { Glibc.read(number, buffer.baseAddress, buffer.count) }
        guard count >= 0 else { throw .last(.read, path) }
        return count
    }

    /// The same from `offset` on, wherever the file is read otherwise.
    borrowing func read(into buffer: UnsafeMutableRawBufferPointer, at offset: Int) throws(FileFailure) -> Int {
        let count = Self.repeating { pread(number, buffer.baseAddress, buffer.count, off_t(offset)) }
        guard count >= 0 else { throw .last(.read, path) }
        return count
    }

    borrowing func write(_ bytes: [UInt8]) throws(FileFailure) {
        try bytes.withUnsafeBytes { bytes in Result { () throws(FileFailure) in try write(bytes) } }.get()
    }

    borrowing func overwrite(_ bytes: [UInt8]) throws(FileFailure) {
        try bytes.withUnsafeBytes { bytes in Result { () throws(FileFailure) in try overwrite(bytes) } }.get()
    }

    /// - Returns: at most `limit` bytes, none at the end of the file.
    borrowing func read(upTo limit: Int) throws(FileFailure) -> [UInt8] {
        var bytes = [UInt8](repeating: 0, count: limit)
        let count = try bytes.withUnsafeMutableBytes { buffer in
            Result { () throws(FileFailure) in try read(into: buffer) }
        }.get()
        return Array(bytes[..<count])
    }

    borrowing func seek(to offset: Int) throws(FileFailure) {
        guard lseek(number, off_t(offset), SEEK_SET) >= 0 else { throw .last(.read, path) }
    }

    borrowing func synchronizeData() throws(FileFailure) {
        guard Self.repeating({ Int(fdatasync(number)) }) == 0 else { throw .last(.synchronize, path) }
    }

    /// Content and metadata; for a folder, the names in it.
    borrowing func synchronize() throws(FileFailure) {
        guard Self.repeating({ Int(fsync(number)) }) == 0 else { throw .last(.synchronize, path) }
    }

    borrowing func truncate(to length: Int) throws(FileFailure) {
        guard Self.repeating({ Int(ftruncate(number, off_t(length))) }) == 0 else { throw .last(.truncate, path) }
    }

    /// Keeps every other process out until this one ends, however it ends (`flock`).
    borrowing func lock() throws(FileFailure) {
        guard Self.repeating({ Int(flock(number, LOCK_EX | LOCK_NB)) }) == 0 else { throw .last(.lock, path) }
    }

    private static func repeating(_ call: () -> Int) -> Int {
        while true {
            let result = call()
            if result >= 0 || errno != EINTR { return result }
        }
    }
}
