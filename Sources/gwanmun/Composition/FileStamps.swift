import Glibc

/// What files looked like: name, size, time and inode, of a folder those of what lies in it.
struct FileStamps: Equatable, Sendable {
    private struct Stamp: Equatable {
        let path: String
        let inode: UInt
        let size: Int
        let seconds: Int
        let nanoseconds: Int
    }

    private let stamps: [Stamp]

    init(of paths: [String]) {
        var stamps: [Stamp] = []
        for path in paths {
            Self.look(at: path, into: &stamps)
            guard let folder = opendir(path) else { continue }
            defer { closedir(folder) }
            while let entry = readdir(folder) {
                let name = withUnsafePointer(to: &entry.pointee.d_name) {
                    $0.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
                }
                if !name.hasPrefix(".") { Self.look(at: path + "/" + name, into: &stamps) }
            }
        }
        self.stamps = stamps.sorted { $0.path < $1.path }
    }

    private static func look(at path: String, into stamps: inout [Stamp]) {
        var status = stat()
        guard stat(path, &status) == 0 else { return }
        // A folder's own times change with its files, which are looked at themselves.
        let isFolder = status.st_mode & S_IFMT == S_IFDIR
        stamps.append(
            Stamp(
                path: path, inode: status.st_ino, size: isFolder ? 0 : status.st_size,
                seconds: isFolder ? 0 : status.st_mtim.tv_sec,
                nanoseconds: isFolder ? 0 : status.st_mtim.tv_nsec))
    }
}
