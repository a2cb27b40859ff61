/// When a checkpoint is due. Nothing is signed where nothing came.
public struct CheckpointRhythm: Hashable, Sendable {
    /// At the latest behind so many records.
    public static let mostRecords = 1000
    /// At the latest so long after the first record that no checkpoint covers.
    public static let longestWait = Duration.seconds(60)

    public let records: Int
    public let wait: Duration

    /// More records, or a longer wait, than the most there may be are cut to that.
    public init(records: Int = mostRecords, wait: Duration = longestWait) {
        self.records = min(max(records, 1), Self.mostRecords)
        self.wait = min(max(wait, .milliseconds(100)), Self.longestWait)
    }

    /// - Parameters:
    ///   - uncovered: records behind the last checkpoint.
    ///   - age: since the first of them came.
    public func isDue(uncovered: Int, age: Duration) -> Bool {
        uncovered >= records || (uncovered > 0 && age >= wait)
    }
}
