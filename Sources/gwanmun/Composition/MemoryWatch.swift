import Gateway
import GatewaySystem
import Logging
import Synchronization

/// Compares the size of the process with what it may have, once a second, and tells the loops.
///
/// The size is the kernel's count of pages in memory, whatever they are used for. Adding up our own buffers would leave out what OpenSSL, the
/// store and the allocator hold, and that is most of it.
final class MemoryWatch: Sendable {
    private let level: MemoryLevel
    private let limit: Int
    private let logger: Logger
    private let lastTrim = Mutex(0)

    /// Of what there is: the rest is for the kernel's own, and for whatever else runs beside.
    private static let usualPart = 0.75
    /// Where nothing says how much there is.
    private static let fallback = 2 << 30
    /// Seconds between two times that freed memory is given back.
    private static let trimPause = 30

    /// - Parameter limit: bytes; `nil`: three quarters of what control groups and the machine have.
    init(_ level: MemoryLevel, limit: Int?, logger: Logger) {
        self.level = level
        self.limit = limit ?? ProcessMemory.available.map { Int(Double($0) * Self.usualPart) } ?? Self.fallback
        self.logger = logger
    }

    /// - Parameter second: since the start.
    func look(second: Int) {
        guard var resident = ProcessMemory.resident else { return }
        if Self.pressure(of: resident, limit: limit) > .normal, isTimeToTrim(second) {
            // What was freed and kept by the allocator is no load.
            ProcessMemory.trim()
            resident = ProcessMemory.resident ?? resident
        }
        let before = level.level
        let now = Self.pressure(of: resident, limit: limit)
        level.note(now)
        guard now > before else { return }
        logger.warning(
            "memory runs short", metadata: ["resident_mib": "\(resident >> 20)", "limit_mib": "\(limit >> 20)"])
    }

    private func isTimeToTrim(_ second: Int) -> Bool {
        lastTrim.withLock { last in
            guard last == 0 || second - last >= Self.trimPause else { return false }
            last = second
            return true
        }
    }

    static func pressure(of resident: Int, limit: Int) -> Pressure {
        switch Double(resident) / Double(limit) {
        case ..<0.8: .normal
        case ..<0.95: .strained
        case _: .overloaded
        }
    }
}
