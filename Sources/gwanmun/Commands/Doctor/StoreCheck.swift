import Glibc

/// Whether the store is the database it should be. Its content is the running node's.
struct StoreCheck {
    private let path: String

    /// The first bytes of every SQLite 3 database (sqlite.org/fileformat.html, 1.3).
    private static let magic = Array("SQLite format 3\0".utf8)

    init(_ path: String) { self.path = path }

    var findings: [Finding] {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else {
            if errno == ENOENT { return [Finding(.note, path, .notThere, .madeAtStart)] }
            let problem = LastError.text
            return [
                Finding(
                    .warning, path, .init("확인할 수 없습니다: \(problem)", "cannot be looked at: \(problem)"),
                    .runAsService)
            ]
        }
        defer { close(descriptor) }
        var head = [UInt8](repeating: 0, count: Self.magic.count)
        let count = read(descriptor, &head, head.count)
        // An empty file is a database that nothing was written to yet.
        guard count == 0 || (count == head.count && head == Self.magic) else {
            return [
                Finding(
                    .error, path, .init("SQLite 데이터베이스가 아닙니다", "is not a SQLite database"),
                    .init(
                        "백업에서 복구하십시오. 그 백업에 맞는 키도 필요합니다.", "Restore it from a backup, with the key that belongs to it.")
                )
            ]
        }
        return []
    }
}
