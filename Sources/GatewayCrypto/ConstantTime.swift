internal import COpenSSL

/// Comparisons whose time tells nothing about where two values differ.
public enum ConstantTime {
    /// Lengths are compared openly: they are public for every value we compare.
    public static func equal(_ a: UnsafeRawBufferPointer, _ b: UnsafeRawBufferPointer) -> Bool {
        guard a.count == b.count, let first = a.baseAddress, let second = b.baseAddress else {
            return a.count == b.count
        }
        return CRYPTO_memcmp(first, second, a.count) == 0
    }

    public static func equal(_ a: [UInt8], _ b: [UInt8]) -> Bool {
        a.withUnsafeBytes { a in b.withUnsafeBytes { b in equal(a, b) } }
    }
}
