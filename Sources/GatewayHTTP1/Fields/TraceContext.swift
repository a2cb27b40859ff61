/// What a head says about the trace it belongs to (W3C Trace Context, <https://www.w3.org/TR/trace-context/>, the request's header fields).
///
/// The gateway passes a trace on as it came: it is no member of it, makes no span of its own and begins none. But what does not keep to
/// the grammar is not passed on: upstreams build file names, log lines and queries from these values.
struct TraceContext {
    /// The 32 digits of `trace-id`.
    let traceID: ByteRange

    /// `version "-" trace-id "-" parent-id "-" trace-flags`, lower-case hexadecimal. Of version 00 that is all; a later one may have
    /// more behind another dash, which is nobody's business here.
    init?(parent value: ByteRange, in bytes: UnsafeRawBufferPointer) {
        let text = bytes[value]
        guard text.count >= Self.length else { return nil }
        for index in 0..<Self.length {
            let isGood =
                Self.isDash(index) ? text[index] == ASCII.dash : ByteClass.lowerHexadecimal.contains(text[index])
            guard isGood else { return nil }
        }
        guard !text[Self.trace].allSatisfy({ $0 == ASCII.zero }), !text[Self.parent].allSatisfy({ $0 == ASCII.zero }),
            Self.mayEnd(text[..<2], with: text[Self.length...])
        else { return nil }
        traceID = ByteRange(value.start + Self.trace.lowerBound, value.start + Self.trace.upperBound)
    }

    private static let trace = 3..<35
    private static let parent = 36..<52
    private static let length = 55

    private static func isDash(_ index: Int) -> Bool { index == 2 || index == 35 || index == 52 }

    private static func mayEnd(
        _ version: Slice<UnsafeRawBufferPointer>, with rest: Slice<UnsafeRawBufferPointer>
    ) -> Bool {
        if version.elementsEqual("00".utf8) { return rest.isEmpty }
        return !version.elementsEqual("ff".utf8) && (rest.first.map { $0 == ASCII.dash } ?? true)
    }
}

extension HeadFields {
    /// Reads the trace context, and renames to `.brokenTrace` what stays behind: a `traceparent` that breaks its grammar or stands twice,
    /// a `tracestate` that breaks its own, and every `tracestate` without a good `traceparent`.
    ///
    /// - Returns: the 32 digits of the trace's identifier, `nil` without a good `traceparent`.
    mutating func understandTrace(in bytes: UnsafeRawBufferPointer) -> ByteRange? {
        guard !present.isDisjoint(with: .trace) else { return nil }
        guard !repeated.contains(.traceparent), let parent = first(.traceparent),
            let trace = TraceContext(parent: parent.value, in: bytes)
        else {
            rename(.trace, to: .brokenTrace)
            return nil
        }
        if !TraceState.isWellFormed(lazy.filter { $0.name == .tracestate }.map(\.value), in: bytes) {
            rename([.tracestate], to: .brokenTrace)
        }
        return trace.traceID
    }
}
