import Glibc
import Testing

/// A folder of a test's own (0700), gone with the test.
final class TemporaryFolder {
    let path: String

    init() throws {
        var template = Array("/tmp/gwanmun-tests-XXXXXX".utf8CString)
        path = try #require(mkdtemp(&template).map { String(cString: $0) })
    }

    deinit {
        nftw(path, { path, _, _, _ in path.map { remove($0) } ?? 0 }, 16, FTW_DEPTH | FTW_PHYS)
    }

    /// Makes a file of zero bytes.
    func file(_ name: String, bytes: Int, mode: mode_t) -> String {
        let file = path + "/" + name
        let descriptor = open(file, O_WRONLY | O_CREAT | O_EXCL, 0o600)
        defer { close(descriptor) }
        let content = [UInt8](repeating: 0, count: bytes)
        #expect(write(descriptor, content, bytes) == bytes)
        #expect(fchmod(descriptor, mode) == 0)
        return file
    }
}
