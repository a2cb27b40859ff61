/// How long to wait after a delivery that failed: 1 s, 2 s, 4 s … up to a minute, so that a receiver that came back is told within one.
struct RetryPause {
    private static let first = Duration.seconds(1)
    private static let longest = Duration.seconds(60)

    private var upcoming = first

    mutating func next() -> Duration {
        defer { upcoming = min(upcoming * 2, Self.longest) }
        return upcoming
    }

    mutating func reset() { upcoming = Self.first }
}
