internal import CProcess
public import GatewayTime

/// What the kernel knows of its own clock from whoever keeps it: chrony, ntpd, systemd-timesyncd.
public enum KernelClock {
    public enum Failure: String, Error, Hashable, CustomStringConvertible {
        case unsynchronised = "the kernel's clock is kept by nobody"
        case unknown = "the kernel does not tell how its clock is kept"

        public var description: String { rawValue }
    }

    /// - Throws: when nobody keeps it, or has not for so long that the kernel gave up (16 s of possible error).
    public static func reading() throws(Failure) -> ClockReading {
        var (offset, error): (Int64, Int64) = (0, 0)
        switch gwanmun_clock_discipline(&offset, &error) {
        case 1: return ClockReading(offset: .nanoseconds(offset), uncertainty: .nanoseconds(error))
        case 0: throw .unsynchronised
        default: throw .unknown
        }
    }
}
