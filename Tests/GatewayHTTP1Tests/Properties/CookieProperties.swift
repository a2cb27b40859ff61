import GatewayHTTP1

/// What must hold for the gateway's cookie whatever stands in a `Cookie` field. Fuzzed, and replayed by ordinary tests.
package enum CookieProperties {
    private static let name = Array("__Host-gwanmun".utf8)

    /// - Parameter input: the value of the field; each further line begins one more `Cookie` field.
    /// - Returns: what does not hold, or `nil`.
    package static func violation(in input: [UInt8]) -> String? {
        let values = input.split(separator: 0x0A, omittingEmptySubsequences: false).map(Array.init)
        let message =
            Array("GET / HTTP/1.1\r\nHost: a\r\n".utf8) + values.flatMap { Array("Cookie: ".utf8) + $0 + [0x0D, 0x0A] }
            + [0x0D, 0x0A]
        var parser = RequestHeadParser()
        let progress = message.withUnsafeBytes { parser.parse($0) }
        // What is no field at all is for the request head's own properties.
        guard progress == .complete(length: message.count) else { return nil }
        return message.withUnsafeBytes { bytes in
            searchViolation(parser.head, bytes, values) ?? forwardingViolation(parser.head, bytes, values)
        }
    }

    /// The search against a second reading, by splitting.
    private static func searchViolation(_ head: RequestHead, _ bytes: UnsafeRawBufferPointer, _ values: [[UInt8]])
        -> String?
    {
        let ours = values.flatMap(pairs).filter { $0.starts(with: name + [0x3D]) }.map { $0.dropFirst(name.count + 1) }
        switch head.cookie(.gateway, in: bytes) {
        case .absent: return ours.isEmpty ? nil : "a cookie overlooked"
        case .ambiguous: return ours.count > 1 ? nil : "\(ours.count) cookies held for several"
        case .found(let range): return ours.count == 1 && bytes[range].elementsEqual(ours[0]) ? nil : "another value"
        }
    }

    /// What may be taken for our cookie stays here; every other pair goes on, in order.
    private static func forwardingViolation(_ head: RequestHead, _ bytes: UnsafeRawBufferPointer, _ values: [[UInt8]])
        -> String?
    {
        var written: [UInt8] = []
        head.write(from: bytes, into: &written)
        let marker = Array("Cookie: ".utf8)
        let went = lines(of: written).filter { $0.starts(with: marker) }.map { Array($0.dropFirst(marker.count)) }
        let expected = values.flatMap(pairs).filter { !resembles($0) && !$0.isEmpty }
        let forwarded = went.flatMap(pairs)
        if forwarded.contains(where: resembles) { return "our cookie forwarded" }
        return forwarded.filter { !$0.isEmpty } == expected ? nil : "other cookies"
    }

    /// RFC 6265 § 4.2.1, blanks trimmed.
    private static func pairs(in value: [UInt8]) -> [[UInt8]] {
        value.split(separator: 0x3B, omittingEmptySubsequences: false).map { pair in
            let start = pair.drop(while: isBlank)
            return Array(start.prefix(start.count - start.reversed().prefix(while: isBlank).count))
        }
    }

    /// In any mixture of cases, with `=`, with a blank, or alone.
    private static func resembles(_ pair: [UInt8]) -> Bool {
        let lower = pair.prefix(name.count).map { (0x41...0x5A).contains($0) ? $0 | 0x20 : $0 }
        guard lower == name.map({ (0x41...0x5A).contains($0) ? $0 | 0x20 : $0 }) else { return false }
        return pair.count == name.count || pair[name.count] == 0x3D || isBlank(pair[name.count])
    }

    private static func isBlank(_ byte: UInt8) -> Bool { byte == 0x20 || byte == 0x09 }

    private static func lines(of message: [UInt8]) -> [[UInt8]] {
        message.split(separator: 0x0A).map { $0.last == 0x0D ? Array($0.dropLast()) : Array($0) }
    }
}
