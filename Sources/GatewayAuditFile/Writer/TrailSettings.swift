/// How a trail is kept.
public struct TrailSettings: Sendable {
    /// The name of this node, the field `host` of every record.
    public var node: String
    /// The version of the program, noted at the start of each segment.
    public var version: String
    /// A segment is closed when it has this many bytes...
    public var segmentBytes = 64 * 1024 * 1024
    /// ...or this age, so that yesterday's records can be carried away today.
    public var segmentAge = Duration.seconds(24 * 60 * 60)
    /// The longest that a record nobody waits for stays off the disk, apart from the time the disk itself takes.
    public var flushInterval = Duration.milliseconds(500)
    /// How often a trail that could not be written is tried again.
    public var retryInterval = Duration.milliseconds(200)
    /// What one lane may hold before it refuses: at 5,000 records/s more than a second of a disk that stands still.
    public var laneBytes = 8 * 1024 * 1024
    public var brokenTrail = BrokenTrail.refuse

    /// What to do at the start with a trail whose acknowledged end is not whole.
    public enum BrokenTrail: Sendable {
        /// Do not start. Somebody has to look first.
        case refuse
        /// Move it into a folder beside the new one, untouched, and say so in the new trail's first records.
        case setAside
    }

    public init(node: String, version: String) {
        self.node = node
        self.version = version
    }
}
