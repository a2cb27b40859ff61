import Glibc

/// Who may do what with a file or folder.
struct FileStatus {
    enum Kind {
        case file, folder, socket, other
    }

    let kind: Kind
    /// Permission bits.
    let mode: UInt32
    let owner: UInt32

    /// - Returns: `nil` when there is nothing, or nothing that this user may look at.
    init?(_ path: String) {
        var status = stat()
        guard stat(path, &status) == 0 else { return nil }
        switch status.st_mode & S_IFMT {
        case S_IFREG: kind = .file
        case S_IFDIR: kind = .folder
        case S_IFSOCK: kind = .socket
        case _: kind = .other
        }
        mode = UInt32(status.st_mode) & 0o7777
        owner = status.st_uid
    }

    /// Whether anybody but the owner may read, write or enter it.
    var isOpenToOthers: Bool { mode & 0o077 != 0 }
    /// Whether anybody but the owner may change it.
    var isWritableByOthers: Bool { mode & 0o022 != 0 }
    var octal: String { String(mode, radix: 8) }
}
