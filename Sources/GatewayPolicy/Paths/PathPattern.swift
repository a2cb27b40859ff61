/// Which paths a rule speaks of. Matched against the canonical, once-decoded path, byte by byte.
///
/// `/a/b` is that path alone; `*` stands for one whole segment; `**`, only at the end, for everything below, the folder itself included:
/// `/a/**` matches `/a`, `/a/` and `/a/b/c`.
public struct PathPattern: Hashable, Sendable {
    public let text: String
    private let segments: [Segment]
    /// Whether it ends in `**`.
    package let includesSubtree: Bool

    private enum Segment: Hashable {
        case literal([UInt8])
        case any
    }

    public enum Problem: Error, Equatable, Sendable {
        case mustStartWithSlash
        /// `**` is the last segment or not there.
        case subtreeNotLast
        /// `*` stands for a whole segment: `a*` and `***` say nothing.
        case partialWildcard
        /// Empty, `.` and `..` segments occur in no canonical path.
        case neverMatches
        /// `%`, `?`, `#`, `;`, a backslash or a control byte: patterns are written decoded, without a query.
        case notDecodedPath
    }

    public init(_ text: String) throws(Problem) {
        guard text.utf8.first == slash else { throw .mustStartWithSlash }
        guard !text.utf8.contains(where: { $0 < 0x20 || $0 == 0x7F || "%?#;\\".utf8.contains($0) }) else {
            throw .notDecodedPath
        }
        var pieces = text.utf8.dropFirst().split(separator: slash, omittingEmptySubsequences: false).map { Array($0) }
        includesSubtree = pieces.last == Array("**".utf8)
        if includesSubtree { pieces.removeLast() }
        var segments: [Segment] = []
        for (index, piece) in pieces.enumerated() {
            // A last empty piece is a path that ends in a slash.
            if piece.isEmpty, includesSubtree || index < pieces.count - 1 { throw .neverMatches }
            if piece == Array(".".utf8) || piece == Array("..".utf8) { throw .neverMatches }
            if piece == Array("**".utf8) { throw .subtreeNotLast }
            if piece == Array("*".utf8) {
                segments.append(.any)
            } else if piece.contains(UInt8(ascii: "*")) {
                throw .partialWildcard
            } else {
                segments.append(.literal(piece))
            }
        }
        self.text = text
        self.segments = segments
    }

    /// Every path.
    public static let everything = PathPattern(everything: ())

    private init(everything: Void) {
        text = "/**"
        segments = []
        includesSubtree = true
    }

    public var hasWildcard: Bool { includesSubtree || segments.contains(.any) }
    /// `/**`, and `/*/**`, which is the same but for the start page.
    var leavesNothingOut: Bool { includesSubtree && segments.allSatisfy { $0 == .any } }

    /// - Parameter path: canonical, decoded, starting with a slash.
    package func matches(_ path: CanonicalBytes) -> Bool {
        let bytes = path.bytes
        var at = 0  // always on a slash or at the end
        for segment in segments {
            guard at < bytes.count else { return false }
            let start = at + 1
            var end = start
            switch segment {
            case .any:
                while end < bytes.count, bytes[end] != slash { end += 1 }
                guard end > start else { return false }
            case .literal(let literal):
                end += literal.count
                guard end <= bytes.count, end == bytes.count || bytes[end] == slash else { return false }
                for index in literal.indices where bytes[start + index] != literal[index] { return false }
            }
            at = end
        }
        return includesSubtree || at == bytes.count
    }

    /// Whether one path can match both.
    package func meets(_ other: Self) -> Bool {
        for (mine, theirs) in zip(segments, other.segments) {
            switch (mine, theirs) {
            case (.any, _), (_, .any): continue
            case (.literal(let first), .literal(let second)): guard first == second else { return false }
            }
        }
        if segments.count == other.segments.count { return true }
        return segments.count < other.segments.count ? includesSubtree : other.includesSubtree
    }

    /// Whether every path that the other matches is matched here.
    func covers(_ other: Self) -> Bool {
        guard includesSubtree ? segments.count <= other.segments.count : segments.count == other.segments.count,
            includesSubtree || !other.includesSubtree
        else { return false }
        return zip(segments, other.segments).allSatisfy { mine, theirs in
            switch (mine, theirs) {
            // A path can end in a slash, which is an empty last segment and no whole one.
            case (.any, .literal(let literal)): !literal.isEmpty
            case (.any, .any): true
            case (.literal, .any): false
            case (.literal(let first), .literal(let second)): first == second
            }
        }
    }
}

private let slash = UInt8(ascii: "/")

extension PathPattern: CustomStringConvertible {
    public var description: String { text }
}
