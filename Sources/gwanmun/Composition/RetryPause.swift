/// How long to wait after a delivery that failed: 1 s, 2 s, 4 s … up to 5 min.
struct RetryPause {
    private static let first = Duration.seconds(1)
    private static let longest = Duration.seconds(300)

    private var upcoming = first

    mutating func next() -> Duration {
        defer { upcoming = min(upcoming * 2, Self.longest) }
        return upcoming
    }

    mutating func reset() { upcoming = Self.first }
}
