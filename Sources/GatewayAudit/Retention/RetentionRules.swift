public import GatewayIdentity

/// For how long records are kept at least.
public struct RetentionRules: Hashable, Sendable {
    /// The guide asks for a year; a day more, so that a leap year is one.
    public static let floor = Duration.seconds(366 * 86_400)

    private let times: [RetentionClass: Duration]

    /// - Parameter times: below the floor they count as the floor.
    public init(_ times: [RetentionClass: Duration] = [:]) {
        self.times = times.mapValues { max($0, Self.floor) }
    }

    public subscript(_ kind: RetentionClass) -> Duration { times[kind] ?? Self.usual(kind) }

    /// Two years; three for rights, as for what partners did after their grant has ended; five for policies.
    private static func usual(_ kind: RetentionClass) -> Duration {
        let years =
            switch kind {
            case .access: 2
            case .rights, .partners: 3
            case .policy: 5
            }
        return .seconds(years * 366 * 86_400)
    }
}

/// What a stretch of records asks for: of each class the newest time that counts.
public struct RetentionMarks: Hashable, Sendable {
    public private(set) var newest: [RetentionClass: UnixTime] = [:]

    public init() {}

    /// - Parameters:
    ///   - time: of the record.
    ///   - end: of the last grant that the record names, for what partners did.
    public mutating func add(_ kind: RetentionClass, at time: UnixTime, until end: UnixTime? = nil) {
        let counts = max(time, end ?? time)
        newest[kind] = max(newest[kind] ?? counts, counts)
    }

    /// Until when the stretch is kept; `nil` for one without records: there is nothing to keep.
    public func due(by rules: RetentionRules) -> UnixTime? {
        newest.map { kind, time in time + rules[kind] }.max()
    }
}
