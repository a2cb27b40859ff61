/// The name a terminal has in the site's list of assets (`KT-0042`): never what a client says of itself.
public struct DeviceID: Hashable, Comparable, Sendable, CustomStringConvertible {
    public let text: String

    /// - Parameter text: 1 to 64 of `A-Z a-z 0-9 . _ : -`, starting with a letter or a digit.
    public init?(_ text: String) {
        func isAlphanumeric(_ byte: UInt8) -> Bool {
            (0x30...0x39).contains(byte) || (0x41...0x5A).contains(byte) || (0x61...0x7A).contains(byte)
        }
        guard (1...64).contains(text.utf8.count), let first = text.utf8.first, isAlphanumeric(first),
            text.utf8.allSatisfy({ isAlphanumeric($0) || [0x2D, 0x2E, 0x3A, 0x5F].contains($0) })
        else { return nil }
        self.text = text
    }

    public var description: String { text }
    public static func < (a: Self, b: Self) -> Bool { a.text < b.text }
}
