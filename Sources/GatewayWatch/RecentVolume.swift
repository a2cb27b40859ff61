internal import GatewayIdentity
internal import GatewayPolicy

/// How much somebody took lately, by tenths of the period, and how much they usually take in one.
struct RecentVolume {
    private static let parts: Int64 = 10
    /// Of the moving average: how much one period says.
    private static let weight = 0.125

    private var buckets: [(part: Int64, bytes: Int, requests: Int)] = []
    private var since: UnixTime?
    private var period: (index: Int64, bytes: Int, requests: Int)?
    /// Of periods in which something was done.
    private var usual: (bytes: Double, requests: Double)?

    mutating func note(
        _ bytes: Int, _ requests: Int, at now: UnixTime, of volume: WatchVolume
    ) -> (observed: String, limit: String)? {
        let span = max(1, volume.within.wholeMilliseconds)
        let first = min(since ?? now, now)
        since = first
        complete(at: now.milliseconds / span)
        period?.bytes += bytes
        period?.requests += requests
        let part = now.milliseconds * Self.parts / span
        if buckets.last?.part != part { buckets.append((part, 0, 0)) }
        buckets[buckets.count - 1].bytes += bytes
        buckets[buckets.count - 1].requests += requests
        buckets.removeAll { $0.part <= part - Self.parts }
        let total = buckets.reduce(into: (bytes: 0, requests: 0)) {
            $0.bytes += $1.bytes
            $0.requests += $1.requests
        }
        let learned = now - first >= volume.learning ? usual : nil
        guard
            let found = Self.excess(total.bytes, volume.bytes, volume.times, learned?.bytes, "bytes", volume.within)
                ?? Self.excess(
                    total.requests, volume.requests, volume.times, learned?.requests, "requests", volume.within)
        else { return nil }
        buckets = []
        return found
    }

    /// Learns from the period that is over.
    private mutating func complete(at index: Int64) {
        guard let done = period, done.index != index else {
            if period == nil { period = (index, 0, 0) }
            return
        }
        let (bytes, requests) = (Double(done.bytes), Double(done.requests))
        if let before = usual {
            usual = (
                before.bytes + (bytes - before.bytes) * Self.weight,
                before.requests + (requests - before.requests) * Self.weight
            )
        } else {
            usual = (bytes, requests)
        }
        period = (index, 0, 0)
    }

    private static func excess(
        _ total: Int, _ limit: Int?, _ times: Int?, _ usual: Double?, _ unit: String, _ span: Duration
    ) -> (String, String)? {
        guard let limit else { return nil }
        if total > limit { return ("\(total) \(unit)", "\(limit) in \(span.spelled)") }
        guard let times, let usual, total > limit / 10, Double(total) > Double(times) * usual else { return nil }
        return ("\(total) \(unit)", "\(times) times \(Int(usual.rounded())) in \(span.spelled)")
    }
}
