internal import GatewayAudit

/// The name of a segment: the sequence number of its first record in 20 digits, so that names sort as sequences do.
public struct SegmentName: Hashable, Comparable, Sendable {
    public let first: UInt64

    public init(first: UInt64) { self.first = first }

    /// `nil` for the name of any other file.
    public init?(file: String) {
        let file = file.hasSuffix(Self.packedSuffix) ? String(file.dropLast(Self.packedSuffix.count)) : file
        guard file.utf8.count == 20 + Self.suffix.utf8.count, file.hasSuffix(Self.suffix),
            let first = UInt64(file.dropLast(Self.suffix.count)),
            first > 0, first < RecordLine.sequenceLimit, Self(first: first).file == file
        else { return nil }
        self.first = first
    }

    public var file: String { HeadLine.padded(first) + Self.suffix }
    /// Where the end of a line that was never finished is kept.
    var tornFile: String { file + ".torn" }

    /// What is left of a segment that was deleted after its time.
    var deletedFile: String { file + Self.deletedSuffix }

    /// `nil` for the name of any other file.
    init?(deleted name: String) {
        guard name.hasSuffix(Self.suffix + Self.deletedSuffix) else { return nil }
        self.init(file: String(name.dropLast(Self.deletedSuffix.count)))
    }

    /// The segment once it is closed and packed.
    public var packedFile: String { file + Self.packedSuffix }
    /// While it is being packed; of no worth to anybody but the packer.
    var unfinishedFile: String { packedFile + ".tmp" }

    private static let suffix = ".jsonl"
    private static let packedSuffix = ".gz"
    private static let deletedSuffix = ".deleted"

    public static func < (a: Self, b: Self) -> Bool { a.first < b.first }
}
