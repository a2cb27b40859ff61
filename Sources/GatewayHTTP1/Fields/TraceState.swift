/// The grammar of `tracestate`: at most 32 members `key=value`, over all its fields together (W3C Trace Context, "tracestate Header Field
/// Values").
///
/// Keys as Level 2 has them, which takes in all of Level 1's. A key that stands twice is for the members of the trace to settle.
enum TraceState {
    private static let mostMembers = 32
    /// Bytes of a key, and of a value.
    private static let longest = 256

    /// - Parameter values: of all `tracestate` fields, in their order.
    static func isWellFormed(_ values: some Sequence<ByteRange>, in bytes: UnsafeRawBufferPointer) -> Bool {
        var members = 0
        for value in values {
            // Empty members are allowed, and skipped.
            var elements = ListElements(of: value, in: bytes)
            while let member = elements.next() {
                members += 1
                guard members <= mostMembers, isMember(bytes[member]) else { return false }
            }
        }
        return true
    }

    /// `key "=" value`, the blanks around it trimmed.
    private static func isMember(_ member: UnsafeRawBufferPointer) -> Bool {
        guard let equals = member.firstIndex(of: ASCII.equals), let first = member.first else { return false }
        let (key, value) = (member[..<equals], member[(equals + 1)...])
        return (1...longest).contains(key.count) && key.allSatisfy(ByteClass.traceKey.contains)
            && ByteClass.traceKeyStart.contains(first)
            && (1...longest).contains(value.count) && value.allSatisfy(ByteClass.traceValue.contains)
    }
}
