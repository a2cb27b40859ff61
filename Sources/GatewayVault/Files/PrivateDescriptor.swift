internal import GatewayCrypto
internal import Glibc

/// One open key file: a regular file of this user's or root's that nobody else may touch, in a folder where nobody else may swap it.
struct PrivateDescriptor: ~Copyable {
    private let descriptor: CInt
    /// Under which it was opened.
    private let name: String
    /// Of the key file, for messages.
    private let path: String

    deinit { close(descriptor) }

    // MARK: Opening

    /// For reading.
    static func open(_ path: String) throws(KeyFileProblem) -> PrivateDescriptor { try open(path, of: path, O_RDONLY) }

    /// For reading and, in the end, overwriting. Held alone until it goes.
    static func lock(_ path: String) throws(KeyFileProblem) -> PrivateDescriptor {
        let file: PrivateDescriptor
        do throws(KeyFileProblem) {
            file = try open(path, of: path, O_RDWR)
        } catch .cannotOpen(_, let system) {
            throw .cannotChange(path: path, system: system)
        }
        guard flock(file.descriptor, LOCK_EX | LOCK_NB) == 0 else { throw .locked(path: path) }
        // Whoever had the lock before may have put another file in its place.
        var (mine, there) = (stat(), stat())
        guard fstat(file.descriptor, &mine) == 0, stat(path, &there) == 0, mine.st_ino == there.st_ino,
            mine.st_dev == there.st_dev
        else { throw .locked(path: path) }
        return file
    }

    /// A new file.
    static func create(_ path: String) throws(KeyFileProblem) -> PrivateDescriptor {
        try open(path, of: path, O_WRONLY | O_CREAT | O_EXCL)
    }

    /// A new file beside the key file, for whom the old one is, to take its place.
    static func create(replacing path: String, as old: borrowing PrivateDescriptor) throws(KeyFileProblem)
        -> PrivateDescriptor
    {
        let name = resolved(path) + ".new"
        // Left by a process that ended in the middle. Whoever may write here holds the lock of the old file.
        if Glibc.unlink(name) != 0, errno != ENOENT { throw .cannotChange(path: path, system: systemText()) }
        let file: PrivateDescriptor
        do throws(KeyFileProblem) {
            file = try open(name, of: path, O_RDWR | O_CREAT | O_EXCL)
        } catch .cannotOpen(_, let system) {
            throw .cannotChange(path: path, system: system)
        }
        var status = stat()
        guard fstat(old.descriptor, &status) == 0, fchown(file.descriptor, status.st_uid, status.st_gid) == 0 else {
            throw .cannotChange(path: path, system: systemText())
        }
        return file
    }

    private static func open(_ name: String, of path: String, _ flags: CInt) throws(KeyFileProblem)
        -> PrivateDescriptor
    {
        // Never waits for the other end of a pipe that somebody put there.
        let descriptor = Glibc.open(name, flags | O_CLOEXEC | O_NONBLOCK | O_NOCTTY, 0o600)
        guard descriptor >= 0 else {
            throw errno == EEXIST ? .exists(path: path) : .cannotOpen(path: path, system: systemText())
        }
        let file = PrivateDescriptor(descriptor: descriptor, name: name, path: path)
        try file.requirePrivate()
        return file
    }

    private func requirePrivate() throws(KeyFileProblem) {
        var status = stat()
        guard fstat(descriptor, &status) == 0 else { throw .cannotOpen(path: path, system: Self.systemText()) }
        guard status.st_mode & S_IFMT == S_IFREG else { throw .notAFile(path: path) }
        guard status.st_mode & 0o077 == 0 else { throw .exposed(path: path, mode: Self.octal(status)) }
        guard status.st_uid == geteuid() || status.st_uid == 0 || geteuid() == 0 else {
            throw .foreign(path: path, owner: status.st_uid, expected: geteuid())
        }
        var folder = stat()
        guard stat(Self.folder(of: path), &folder) == 0 else {
            throw .cannotOpen(path: path, system: Self.systemText())
        }
        // With the sticky bit, others may write there and not touch this file.
        guard folder.st_mode & 0o022 == 0 || folder.st_mode & S_ISVTX != 0 else {
            throw .folderExposed(path: path, mode: Self.octal(folder))
        }
    }

    // MARK: Using

    func contents(limit: Int) throws(KeyFileProblem) -> SecretBytes {
        // One more, to see that a file is too large: its last line is cut then, and malformed.
        var buffer = [UInt8](repeating: 0, count: limit + 1)
        let count = Glibc.read(descriptor, &buffer, buffer.count)
        guard count >= 0 else { throw .cannotOpen(path: path, system: Self.systemText()) }
        buffer.removeLast(buffer.count - count)
        return SecretBytes(wiping: &buffer)
    }

    /// All of it, on the disk when this returns.
    func write(_ text: SecretBytes) throws(KeyFileProblem) {
        let written = text.withUnsafeBytes { Glibc.write(descriptor, $0.baseAddress, $0.count) }
        guard written == text.count, fsync(descriptor) == 0 else {
            throw .cannotChange(path: path, system: Self.systemText())
        }
    }

    /// Becomes the key file, for good when this returns.
    func takePlace() throws(KeyFileProblem) {
        guard rename(name, Self.resolved(path)) == 0 else {
            throw .cannotChange(path: path, system: Self.systemText())
        }
        try syncFolder()
    }

    func syncFolder() throws(KeyFileProblem) {
        let folder = Glibc.open(Self.folder(of: Self.resolved(path)), O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        defer { close(folder) }
        guard folder >= 0, fsync(folder) == 0 else { throw .cannotChange(path: path, system: Self.systemText()) }
    }

    /// With zeros, so that a key taken out is not read off the disk later; what a disk keeps of its own is out of reach.
    func overwrite() throws(KeyFileProblem) {
        var status = stat()
        guard fstat(descriptor, &status) == 0 else { throw .cannotChange(path: path, system: Self.systemText()) }
        let zeros = [UInt8](repeating: 0, count: Int(status.st_size))
        guard pwrite(descriptor, zeros, zeros.count, 0) == zeros.count, fsync(descriptor) == 0 else {
            throw .cannotChange(path: path, system: Self.systemText())
        }
    }

    func unlink() { _ = Glibc.unlink(name) }

    // MARK: Names

    /// Where a symbolic link leads: that is where a file is put in another's place.
    private static func resolved(_ path: String) -> String {
        guard let found = realpath(path, nil) else { return path }
        defer { free(found) }
        return String(cString: found)
    }

    private static func folder(of path: String) -> String {
        path.lastIndex(of: "/").map { $0 == path.startIndex ? "/" : String(path[..<$0]) } ?? "."
    }

    private static func octal(_ status: stat) -> String { String(status.st_mode & 0o7777, radix: 8) }
    private static func systemText() -> String { String(cString: strerror(errno)) }
}
