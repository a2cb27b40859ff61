/// Why a file of seeds is not taken, and where. One problem, and nothing of the file is.
public struct SeedProblem: Error, Hashable, Sendable {
    /// As the caller named it.
    public let file: String
    public let place: SeedPlace
    public let what: String
    /// What stands there; `nil` where it may be secret.
    public let value: String?
    public let expectation: String

    /// Of a value, in characters.
    private static let shown = 60

    init(_ file: String, _ place: SeedPlace, _ what: String, value: String? = nil, expected expectation: String) {
        self.file = file
        self.place = place
        self.what = what
        self.value = value.map { $0.count > Self.shown ? $0.prefix(Self.shown) + "..." : $0 }
        self.expectation = expectation
    }
}

extension SeedProblem: CustomStringConvertible {
    /// `tokens.xml:14:9: Algorithm 'urn:x': urn:ietf:params:xml:ns:keyprov:pskc:hotp or :totp expected`
    public var description: String {
        "\(file):\(place): \(what)\(value.map { " '\($0)'" } ?? ""): \(expectation) expected"
    }
}

/// A line and a column of a file, counted from 1; the column in bytes.
public struct SeedPlace: Hashable, Sendable, CustomStringConvertible {
    public let line: Int
    public let column: Int

    static let start = SeedPlace(line: 1, column: 1)

    public var description: String { "\(line):\(column)" }
}
