public import GatewayCrypto
public import GatewayIdentity

/// What a trail is held against beside its own hashes: signed checkpoints, and the keys whose signatures count.
public struct AnchorSources: Sendable {
    /// Files of checkpoints that were kept where the trail is not, beside those in the trail's folder.
    public var files: [String]
    /// Empty: the keys that lie in the trail's folder.
    public var keys: [DocumentVerificationKey]
    /// Whether the checkpoints in the trail's folder count.
    public var includesOwn: Bool
    /// Keys in the trail's folder count too, for records before one that a checkpoint by one of `keys` names: the keys before the present one.
    public var acceptsEarlierKeys: Bool
    /// When it is held against them: no deletion counts as made after this. `nil`: not known.
    public var asOf: UnixTime?

    public init(
        files: [String] = [], keys: [DocumentVerificationKey] = [], includesOwn: Bool = true,
        acceptsEarlierKeys: Bool = false, asOf: UnixTime? = nil
    ) {
        self.acceptsEarlierKeys = acceptsEarlierKeys
        self.asOf = asOf
        self.files = files
        self.keys = keys
        self.includesOwn = includesOwn
    }

    /// The segments, and the head, by themselves.
    public static let none = AnchorSources(includesOwn: false)
}

/// What came of it.
public struct AnchorReport: Hashable, Sendable {
    /// Checkpoints in the trail's folder, and elsewhere, that fit.
    public internal(set) var own = 0
    public internal(set) var outside = 0
    /// Those among them whose record is in a trail that was set aside.
    public internal(set) var setAside = 0
    /// Those of records that were deleted after their time, beside the last one of each stretch: nothing is left to hold them against.
    public internal(set) var deleted = 0
    /// Deletions of whose records no checkpoint tells how old they were.
    public internal(set) var undatedDeletions = 0
    /// The last record that a checkpoint names, and the file that has it.
    public internal(set) var last: UInt64?
    public internal(set) var lastFile: String?
    /// The same, of checkpoints kept elsewhere.
    public internal(set) var lastOutside: UInt64?
    /// The keys were taken from the trail's own folder.
    public internal(set) var keysAreOwn = false
}
