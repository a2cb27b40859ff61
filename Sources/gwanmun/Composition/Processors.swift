import Glibc
import NIOCore

/// How many processors this process may use: what the container's quota leaves, and the kernel's affinity mask (`taskset`, cpusets).
enum Processors {
    static var count: Int { min(System.coreCount, allowed ?? System.coreCount) }

    /// From `Cpus_allowed` of proc(5): a hexadecimal mask in groups of eight digits.
    private static var allowed: Int? {
        guard let file = fopen("/proc/self/status", "re") else { return nil }
        defer { fclose(file) }
        var line = [CChar](repeating: 0, count: 4096)
        while fgets(&line, Int32(line.count), file) != nil {
            let text = String(decoding: line.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
            guard text.hasPrefix("Cpus_allowed:") else { continue }
            let bits = text.dropFirst("Cpus_allowed:".count).compactMap(\.hexDigitValue).reduce(0) {
                $0 + $1.nonzeroBitCount
            }
            return bits > 0 ? bits : nil
        }
        return nil
    }
}
