/// The field block that is arriving: one at a time, frames of other streams cannot come between (RFC 9113 § 4.3).
struct FieldBlockState {
    enum Kind {
        case none, head, trailers
    }

    var kind = Kind.none
    private var size = 0
    private var fields = 0
    private var continuations: UInt32 = 0

    /// A HEADERS frame comes, for a stream that we want or not.
    mutating func beginFrames() { continuations = 0 }

    /// A CONTINUATION frame comes. nghttp2 counts them too, but more than one for a frame that comes in pieces.
    ///
    /// - Returns: whether there may be as many.
    mutating func continues(_ limits: HTTP2Limits) -> Bool {
        continuations += 1
        return continuations <= limits.continuations
    }

    mutating func begin(_ kind: Kind) {
        self.kind = kind
        size = 0
        fields = 0
    }

    /// Counts a field as RFC 9113 § 6.5.2 does, 32 bytes added.
    ///
    /// - Returns: whether the block is within its limits.
    @inline(__always)
    mutating func admits(_ name: FieldBytes, _ value: FieldBytes, _ limits: HTTP2Limits) -> Bool {
        size += name.count + value.count + 32
        fields += 1
        return size <= limits.headSize && fields <= limits.fieldCount
    }
}
