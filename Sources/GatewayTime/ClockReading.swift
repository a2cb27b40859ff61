/// What one source says of this machine's clock.
public struct ClockReading: Hashable, Sendable {
    /// What is to be added to the clock for the right time: positive where the clock is slow.
    public var offset: Duration
    /// How far the offset may be wrong, either way.
    public var uncertainty: Duration

    public init(offset: Duration, uncertainty: Duration) {
        self.offset = offset
        self.uncertainty = uncertainty
    }

    var low: Duration { offset - uncertainty }
    var high: Duration { offset + uncertainty }

    /// The same reading later on.
    ///
    /// A quartz clock drifts by 500 parts in a million at most (RFC 5905 § 7.1 takes 15). Where the clock was set meanwhile, it has moved by
    /// another amount than time did.
    ///
    /// - Parameters:
    ///   - elapsed: by a clock that nobody sets.
    ///   - shown: by the clock that was read.
    public func aged(by elapsed: Duration, shown: Duration) -> ClockReading {
        ClockReading(offset: offset + (elapsed - shown), uncertainty: uncertainty + elapsed / 2000)
    }

    /// What sources say together (after Marzullo): the time that most of them allow. `nil` when no more than half of them allow any.
    public static func combined(_ readings: [ClockReading]) -> ClockReading? {
        guard !readings.isEmpty else { return nil }
        var best: (count: Int, low: Duration, high: Duration)?
        for low in readings.map(\.low).sorted() {
            let holding = readings.filter { $0.low <= low && low <= $0.high }
            guard holding.count > best?.count ?? 0, let high = holding.map(\.high).min() else { continue }
            best = (holding.count, low, high)
        }
        guard let best, best.count * 2 > readings.count else { return nil }
        let half = (best.high - best.low) / 2
        return ClockReading(offset: best.low + half, uncertainty: half)
    }
}
