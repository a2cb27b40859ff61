internal import NIOCore

extension ByteBuffer {
    /// Copies what is readable, with `new` in place of the first `old`.
    mutating func replaceFirst(_ old: String, with new: String) {
        guard let range = readableBytesView.firstRange(of: old.utf8) else { return }
        var copy = ByteBuffer()
        copy.reserveCapacity(readableBytes - old.utf8.count + new.utf8.count)
        copy.writeBytes(readableBytesView[..<range.lowerBound])
        copy.writeString(new)
        copy.writeBytes(readableBytesView[range.upperBound...])
        self = copy
    }
}
