internal import GatewayAudit

/// The name of a segment: the sequence number of its first record in 20 digits, so that names sort as sequences do.
public struct SegmentName: Hashable, Comparable, Sendable {
    public let first: UInt64

    public init(first: UInt64) { self.first = first }

    /// `nil` for the name of any other file.
    public init?(file: String) {
        guard file.utf8.count == 20 + Self.suffix.utf8.count, file.hasSuffix(Self.suffix),
            let first = UInt64(file.dropLast(Self.suffix.count)),
            first > 0, Self(first: first).file == file
        else { return nil }
        self.first = first
    }

    public var file: String { HeadLine.padded(first) + Self.suffix }
    /// Where the end of a line that was never finished is kept.
    var tornFile: String { file + ".torn" }

    private static let suffix = ".jsonl"

    public static func < (a: Self, b: Self) -> Bool { a.first < b.first }
}
