internal import CMaxMindDB
internal import Glibc

/// A file's content in memory, under a path that this process alone can open, until it is released (memfd_create(2)).
struct MemoryFile: ~Copyable {
    private let descriptor: CInt

    private init(owning descriptor: CInt) { self.descriptor = descriptor }

    static func copy(of path: String, limit: Int) throws(CountryFileProblem) -> MemoryFile {
        let source = open(path, O_RDONLY | O_CLOEXEC)
        guard source >= 0 else { throw unreadable(path, errno) }
        defer { close(source) }
        let descriptor = gwanmun_memory_file("countries")
        guard descriptor >= 0 else { throw unreadable(path, errno) }
        let file = MemoryFile(owning: descriptor)
        try copy(from: source, to: descriptor, path, limit)
        return file
    }

    deinit { close(descriptor) }

    var path: String { "/proc/self/fd/\(descriptor)" }

    private static func copy(from source: CInt, to copy: CInt, _ path: String, _ limit: Int) throws(CountryFileProblem)
    {
        var buffer = [UInt8](repeating: 0, count: 1 << 16)
        var total = 0
        while true {
            let count = read(source, &buffer, buffer.count)
            if count == 0 { return }
            guard count > 0 else {
                if errno == EINTR { continue }
                throw unreadable(path, errno)
            }
            total += count
            guard total <= limit else { throw CountryFileProblem(path, .tooLarge(limit: limit)) }
            try append(buffer[..<count], to: copy, path)
        }
    }

    private static func append(_ bytes: ArraySlice<UInt8>, to copy: CInt, _ path: String) throws(CountryFileProblem) {
        var rest = bytes
        while !rest.isEmpty {
            let written = rest.withUnsafeBytes { write(copy, $0.baseAddress, $0.count) }
            guard written > 0 else {
                if written < 0, errno == EINTR { continue }
                throw unreadable(path, errno)
            }
            rest = rest.dropFirst(written)
        }
    }

    private static func unreadable(_ path: String, _ code: CInt) -> CountryFileProblem {
        CountryFileProblem(path, .unreadable(code: code, String(cString: strerror(code))))
    }
}
