import Glibc
import Synchronization

/// Warnings that are still to be delivered: a folder with one file each, oldest first by name. What is in it survives a restart.
///
/// Blocks on the disk; not for an event loop.
final class WarningSpool: Sendable {
    enum Problem: Error, CustomStringConvertible {
        case file(PrivateFile.Problem)
        case full(String, limit: Int)

        var description: String {
            switch self {
            case .file(let problem): problem.description
            case .full(let folder, let limit): "\(folder): \(limit) warnings wait already; no more are kept"
            }
        }
    }

    static let ending = ".json"
    /// A warning has less than 4 KiB.
    private static let sizeLimit = 64 * 1024

    let folder: String
    /// Files at most: a receiver that is gone for long must not fill the disk.
    let limit: Int
    /// How many there are; this process alone adds and removes.
    private let count = Atomic<Int>(0)

    /// Makes the folder where there is none; one that others may enter is refused.
    init(folder: String, limit: Int = 10_000) throws(Problem) {
        self.folder = folder
        self.limit = limit
        try Self.makeFolder(folder)
        count.store(try waiting().count, ordering: .relaxed)
    }

    /// Makes a folder where there is none; one that others may enter is refused.
    static func makeFolder(_ folder: String) throws(Problem) {
        guard mkdir(folder, 0o700) == 0 || errno == EEXIST else { throw .system(folder, "cannot be made") }
        var status = stat()
        guard stat(folder, &status) == 0, status.st_mode & S_IFMT == S_IFDIR else {
            throw .system(folder, "is not a folder")
        }
        guard status.st_mode & 0o077 == 0 else {
            let mode = String(status.st_mode & 0o777, radix: 8)
            throw .file(
                .init(description: "\(folder): mode \(mode), expected 700: it names people; chmod 700 \(folder)"))
        }
    }

    /// Keeps a message: when this returns, it is on the disk.
    ///
    /// - Parameter id: its file's name; in the order of time.
    func store(_ bytes: [UInt8], as id: String) throws(Problem) {
        guard count.load(ordering: .relaxed) < limit else { throw .full(folder, limit: limit) }
        // Hidden until it is whole.
        let temporary = "\(folder)/.\(id)"
        do throws(PrivateFile.Problem) {
            try PrivateFile.create(temporary, bytes)
        } catch {
            throw .file(error)
        }
        guard rename(temporary, path(of: id)) == 0 else {
            let problem = Problem.system(path(of: id), "cannot be written")
            unlink(temporary)
            throw problem
        }
        try synchronise()
        count.add(1, ordering: .relaxed)
    }

    /// What waits, oldest first.
    func waiting() throws(Problem) -> [String] {
        try Self.names(in: folder).filter { $0.hasSuffix(Self.ending) }.map { String($0.dropLast(Self.ending.count)) }
    }

    /// All files that are whole, those that were set aside among them, by name.
    static func names(in folder: String) throws(Problem) -> [String] {
        guard let stream = opendir(folder) else { throw .system(folder, "cannot be listed") }
        defer { closedir(stream) }
        var found: [String] = []
        while let entry = readdir(stream) {
            let name = withUnsafeBytes(of: &entry.pointee.d_name) {
                String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self)
            }
            if !name.hasPrefix(".") { found.append(name) }
        }
        return found.sorted()
    }

    /// - Returns: `nil` when it is gone.
    func message(_ id: String) throws(Problem) -> [UInt8]? {
        do throws(PrivateFile.Problem) { return try PrivateFile.read(path(of: id), limit: Self.sizeLimit) } catch {
            throw .file(error)
        }
    }

    func remove(_ id: String) throws(Problem) {
        guard unlink(path(of: id)) == 0 else {
            if errno == ENOENT { return }
            throw .system(path(of: id), "cannot be removed")
        }
        count.subtract(1, ordering: .relaxed)
        try synchronise()
    }

    /// Why a message is not tried any more.
    enum SetAside: String, CaseIterable {
        case unreadable
        /// It did not get through for days, though others did, or the receiver did not want it.
        case undeliverable
    }

    /// Takes a message out of the way, for an operator to look at.
    func setAside(_ id: String, as why: SetAside) throws(Problem) {
        guard rename(path(of: id), "\(folder)/\(id).\(why.rawValue)") == 0 else {
            throw .system(path(of: id), "cannot be set aside")
        }
        count.subtract(1, ordering: .relaxed)
    }

    private func path(of id: String) -> String { "\(folder)/\(id)\(Self.ending)" }

    /// A new or a removed name lasts once its folder is on the disk.
    private func synchronise() throws(Problem) {
        let descriptor = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard descriptor >= 0 else { throw .system(folder, "cannot be opened") }
        defer { close(descriptor) }
        guard fsync(descriptor) == 0 else { throw .system(folder, "cannot be written") }
    }
}

extension WarningSpool.Problem {
    /// With the `errno` of the call that failed just now on this thread.
    fileprivate static func system(_ path: String, _ what: String) -> Self {
        .file(PrivateFile.Problem(description: "\(path): \(what): \(LastError.text)"))
    }
}
