internal import Glibc

extension UnsafeRawBufferPointer {
    /// Whether these bytes are those of `other`; not for secrets that somebody could guess byte by byte.
    func holdsSameBytes(as other: [UInt8]) -> Bool {
        guard count == other.count else { return false }
        return other.withUnsafeBytes { other in
            guard let mine = baseAddress, let theirs = other.baseAddress else { return true }
            return memcmp(mine, theirs, count) == 0
        }
    }
}
