internal import Glibc

/// How large this process is, and how large it may become.
public enum ProcessMemory {
    /// Bytes of this process in memory, now; `nil` where /proc does not tell (proc(5), `statm`, second field).
    public static var resident: Int? {
        guard let fields = SystemFile.line(of: "/proc/self/statm")?.split(separator: " "), fields.count > 1,
            let pages = Int(fields[1])
        else { return nil }
        return pages * pageSize
    }

    /// Bytes that this process may use before the kernel ends somebody: the least of what its control groups and the machine have.
    public static var available: Int? { ([machine] + ControlGroup.memoryLimits).compactMap { $0 }.min() }

    /// Gives what was freed back to the system (malloc_trim(3)), so that `resident` says what is in use. Takes milliseconds, and the locks of the
    /// allocator: not on an event loop, and not often.
    public static func trim() {
        // <malloc.h> is in no module of Glibc, so the function is looked up by name; another C library has none.
        guard let symbol = dlsym(nil, "malloc_trim") else { return }
        _ = unsafeBitCast(symbol, to: (@convention(c) (Int) -> CInt).self)(0)
    }

    private static var pageSize: Int { sysconf(Int32(_SC_PAGESIZE)) }

    private static var machine: Int? {
        let pages = sysconf(Int32(_SC_PHYS_PAGES))
        return pages > 0 ? pages * pageSize : nil
    }
}

/// The control group of this process and those above it (cgroups(7)).
private enum ControlGroup {
    static var memoryLimits: [Int?] {
        // Version 2: one line, `0::/system.slice/gwanmun.service`. In a container the group is the root of what can be seen.
        guard let path = SystemFile.line(of: "/proc/self/cgroup"), path.hasPrefix("0::/") else {
            return [limit(in: "/sys/fs/cgroup/memory/memory.limit_in_bytes")]
        }
        let names = path.dropFirst("0::/".count).split(separator: "/")
        return (0...names.count).map { depth in
            limit(
                in: (["/sys/fs/cgroup"] + names.prefix(depth).map(String.init) + ["memory.max"]).joined(separator: "/"))
        }
    }

    /// `nil` for `max`, and where there is no such file.
    private static func limit(in file: String) -> Int? { SystemFile.line(of: file).flatMap { Int($0) } }
}

/// Small files of the kernel.
enum SystemFile {
    /// The first line, without its end.
    static func line(of path: String) -> String? {
        guard let file = fopen(path, "re") else { return nil }
        defer { fclose(file) }
        var line = [CChar](repeating: 0, count: 4096)
        guard fgets(&line, Int32(line.count), file) != nil else { return nil }
        let bytes = line.prefix { $0 != 0 && $0 != CChar(bitPattern: UInt8(ascii: "\n")) }
        return String(decoding: bytes.map { UInt8(bitPattern: $0) }, as: UTF8.self)
    }
}
