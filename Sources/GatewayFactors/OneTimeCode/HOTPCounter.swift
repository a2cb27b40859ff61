/// The moving factor C of RFC 4226: how many codes a token has shown.
public struct HOTPCounter: Hashable, Comparable, Sendable {
    public let number: UInt64

    public init(_ number: UInt64) { self.number = number }

    /// `nil` past the last number there is.
    func advanced(by count: UInt64) -> HOTPCounter? {
        let (sum, overflow) = number.addingReportingOverflow(count)
        return overflow ? nil : HOTPCounter(sum)
    }

    public static func < (a: Self, b: Self) -> Bool { a.number < b.number }
}
