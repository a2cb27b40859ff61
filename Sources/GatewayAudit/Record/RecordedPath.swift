/// The path of a request as the record may hold it: never the query, never the fragment (they carry tokens, names and search words).
public struct RecordedPath: Hashable, Sendable {
    /// At most `limit` bytes, cut between characters.
    public let text: String
    /// Length of the path before it was cut, in bytes; `nil` when it is whole.
    public let fullLength: Int?

    /// Longer than what consoles use; shorter than what would fill a disk.
    public static let limit = 4096

    /// - Parameter target: a request target or path; what follows the first `?` or `#` is dropped.
    public init(_ target: String) {
        let length = Self.pathLength(of: target)
        fullLength = length > Self.limit ? length : nil
        text = target.beginning(utf8: min(length, Self.limit))
    }

    private static func pathLength(of target: String) -> Int {
        func length(_ bytes: some Collection<UInt8>) -> Int {
            bytes.prefix { $0 != UInt8(ascii: "?") && $0 != UInt8(ascii: "#") }.count
        }
        return target.utf8.withContiguousStorageIfAvailable { length($0) } ?? length(target.utf8)
    }
}

extension String {
    /// The longest beginning of at most `limit` bytes that ends between characters; the same storage when nothing is cut.
    func beginning(utf8 limit: Int) -> String {
        guard utf8.count > limit else { return self }
        var end = utf8.index(startIndex, offsetBy: limit)
        while end > startIndex, utf8[end] & 0xC0 == 0x80 { end = utf8.index(before: end) }
        return String(self[..<end])
    }
}

/// One word of a closed vocabulary of another module: an action, why a session ended, how a warning went out.
///
/// It can only be made from an enumeration's case, so no text from outside gets into the record through it.
public struct RecordedWord: Hashable, Sendable {
    public let text: String

    @inlinable public init<Word: RawRepresentable<String> & CaseIterable>(_ word: Word) { text = word.rawValue }
}

/// Text from outside that a record keeps for people (a user agent, a server name): at most 256 bytes, cut between characters.
///
/// Escaped when written. Never made from a header that can carry a credential.
public struct RecordedText: Hashable, Sendable {
    public let text: String

    public static let limit = 256

    public init(_ text: String) { self.text = text.beginning(utf8: Self.limit) }
}
