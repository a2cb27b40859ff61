internal import Glibc

/// What the process takes of the machine, at one moment.
public struct ProcessUsage: Sendable {
    /// Time on processors, in user and system mode.
    public let processorTime: Duration
    /// Bytes of memory that are in use, not merely mapped.
    public let residentBytes: Int
    public let openDescriptors: Int
    public let descriptorLimit: UInt64

    /// What could not be asked, and the `errno`.
    public struct Failure: Error, CustomStringConvertible {
        public let what: String
        public let code: Int32

        public var description: String { "\(what): \(String(cString: strerror(code)))" }
    }

    public static func now() throws(Failure) -> ProcessUsage {
        ProcessUsage(
            processorTime: try spentTime(), residentBytes: try residentPages() * sysconf(Int32(_SC_PAGESIZE)),
            openDescriptors: try openDescriptorCount(), descriptorLimit: try limit())
    }

    private static func spentTime() throws(Failure) -> Duration {
        var usage = rusage()
        guard getrusage(RUSAGE_SELF.rawValue, &usage) == 0 else { throw Failure(what: "getrusage", code: errno) }
        return usage.ru_utime.duration + usage.ru_stime.duration
    }

    /// The second number of `/proc/self/statm` (proc(5)).
    private static func residentPages() throws(Failure) -> Int {
        let path = "/proc/self/statm"
        let file = open(path, O_RDONLY | O_CLOEXEC)
        guard file >= 0 else { throw Failure(what: path, code: errno) }
        defer { close(file) }
        let text = withUnsafeTemporaryAllocation(byteCount: 128, alignment: 1) { buffer in
            String(decoding: buffer.prefix(max(read(file, buffer.baseAddress, buffer.count), 0)), as: UTF8.self)
        }
        guard let pages = text.split(separator: " ").dropFirst().first.flatMap({ Int($0) }) else {
            throw Failure(what: path, code: EINVAL)
        }
        return pages
    }

    private static func openDescriptorCount() throws(Failure) -> Int {
        let path = "/proc/self/fd"
        guard let folder = opendir(path) else { throw Failure(what: path, code: errno) }
        defer { closedir(folder) }
        var count = 0
        while readdir(folder) != nil { count += 1 }
        return max(count - 3, 0)  // ".", ".." and the folder itself
    }

    private static func limit() throws(Failure) -> UInt64 {
        var limit = rlimit()
        guard getrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit) == 0 else {
            throw Failure(what: "getrlimit", code: errno)
        }
        return UInt64(limit.rlim_cur)
    }
}

extension timeval {
    fileprivate var duration: Duration { .seconds(tv_sec) + .microseconds(tv_usec) }
}
