/// A stretch of the caller's bytes, as offsets from the first byte of the message.
///
/// Nothing is copied out of the caller's buffer: a head is a handful of these, valid for as long as those bytes are.
public struct ByteRange: Hashable, Sendable {
    public let lowerBound: UInt32
    public let upperBound: UInt32

    @inlinable
    public init(_ lowerBound: Int, _ upperBound: Int) {
        assert(lowerBound <= upperBound)
        self.lowerBound = UInt32(truncatingIfNeeded: lowerBound)
        self.upperBound = UInt32(truncatingIfNeeded: upperBound)
    }

    public static let empty = ByteRange(0, 0)

    @inlinable public var start: Int { Int(lowerBound) }
    @inlinable public var end: Int { Int(upperBound) }
    @inlinable public var count: Int { end - start }
    @inlinable public var isEmpty: Bool { lowerBound == upperBound }
}

extension UnsafeRawBufferPointer {
    /// The bytes a range stands for. The range must come from a parse of these same bytes.
    @inlinable
    public subscript(range: ByteRange) -> UnsafeRawBufferPointer {
        precondition(range.end <= count, "a range of another message")
        return UnsafeRawBufferPointer(rebasing: self[range.start..<range.end])
    }
}
