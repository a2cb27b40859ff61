internal import Synchronization

/// What one session, or one connection by its certificate alone, has asked for since it began. Event loops add, whoever watches reads.
public final class VisitorActivity: Sendable {
    private let requests = Atomic<Int>(0)
    private let denials = Atomic<Int>(0)
    private let bytesIn = Atomic<Int>(0)
    private let bytesOut = Atomic<Int>(0)

    public init() {}

    /// A request was let through to a console.
    public func permitted() { requests.add(1, ordering: .relaxed) }

    /// One was not.
    public func refused() {
        requests.add(1, ordering: .relaxed)
        denials.add(1, ordering: .relaxed)
    }

    /// Bytes of bodies and tunnels, from the client and to it: at the end of an exchange, and now and then while it runs.
    public func moved(in received: Int, out sent: Int) {
        if received > 0 { bytesIn.add(received, ordering: .relaxed) }
        if sent > 0 { bytesOut.add(sent, ordering: .relaxed) }
    }

    public var counts: ActivityCounts {
        ActivityCounts(
            requests: requests.load(ordering: .relaxed), denials: denials.load(ordering: .relaxed),
            bytesIn: bytesIn.load(ordering: .relaxed), bytesOut: bytesOut.load(ordering: .relaxed))
    }
}

public struct ActivityCounts: Hashable, Sendable {
    public var requests: Int
    /// Of the requests.
    public var denials: Int
    public var bytesIn: Int
    public var bytesOut: Int

    public init(requests: Int = 0, denials: Int = 0, bytesIn: Int = 0, bytesOut: Int = 0) {
        self.requests = requests
        self.denials = denials
        self.bytesIn = bytesIn
        self.bytesOut = bytesOut
    }

    static func + (one: ActivityCounts, other: ActivityCounts) -> ActivityCounts {
        ActivityCounts(
            requests: one.requests + other.requests, denials: one.denials + other.denials,
            bytesIn: one.bytesIn + other.bytesIn, bytesOut: one.bytesOut + other.bytesOut)
    }
}
