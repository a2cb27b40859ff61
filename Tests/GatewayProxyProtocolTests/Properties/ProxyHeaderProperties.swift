import GatewayIdentity
import GatewayProxyProtocol

/// What must hold for PROXY headers whatever the bytes. Fuzzed, and replayed by ordinary tests.
package enum ProxyHeaderProperties {
    /// - Returns: what does not hold, or `nil`.
    package static func violation(in input: [UInt8]) -> String? {
        let input = Array(input.prefix(ProxyHeader.longest + 64))
        let whole = step(input)
        switch whole {
        case .needsMore:
            let limit = input.first == UInt8(ascii: "P") ? ProxyHeader.longestLine : ProxyHeader.longest
            return input.count < limit ? inPieces(input, come: nil) : "waits for more than a header may be"
        case .refused(let problem):
            return inPieces(input, come: .refused(problem))
        case .complete(let header, let length):
            guard length <= min(input.count, ProxyHeader.longest) else { return "ended behind the input" }
            if step(Array(input[..<length])) != whole { return "what the client says changes the header" }
            return inPieces(Array(input[..<length]), come: whole) ?? spelling(of: header)
        }
    }

    /// Byte by byte it stays open until it comes to what it came to as a whole.
    private static func inPieces(_ input: [UInt8], come outcome: ProxyHeaderStep?) -> String? {
        var count = 0
        while count < input.count {
            let step = step(Array(input[..<count]))
            guard step == .needsMore else {
                return isRefused(step) && isRefused(outcome)
                    ? nil : "at \(count) bytes: \(step), whole: \(outcome as Any)"
            }
            count += 1
        }
        return nil
    }

    private static func isRefused(_ step: ProxyHeaderStep?) -> Bool {
        switch step {
        case .refused?: true
        case .needsMore?, .complete?, nil: false
        }
    }

    /// Either version written anew says the same.
    private static func spelling(of header: ProxyHeader) -> String? {
        guard case .forwarded(let source) = header else { return nil }
        let line = Array("PROXY \(source.isIPv4 ? "TCP4" : "TCP6") \(source) \(source) 65535 0\r\n".utf8)
        if step(line) != .complete(header, length: line.count) { return "another source as a line: \(source)" }
        let block = block(from: source)
        if step(block) != .complete(header, length: block.count) { return "another source as a block: \(source)" }
        return nil
    }

    private static func block(from source: NetworkAddress) -> [UInt8] {
        let words = source.isIPv4 ? [] : [source.high]
        let bytes = (words + [source.low]).flatMap { word in
            (0..<8).map { UInt8(truncatingIfNeeded: word >> (56 - 8 * $0)) }
        }
        let address = source.isIPv4 ? Array(bytes.suffix(4)) : bytes
        let body = address + address + [0xFF, 0xFF, 0, 0]
        return [
            0x0D, 0x0A, 0x0D, 0x0A, 0x00, 0x0D, 0x0A, 0x51, 0x55, 0x49, 0x54, 0x0A, 0x21, source.isIPv4 ? 0x11 : 0x21,
        ]
            + [0, UInt8(body.count)] + body
    }

    private static func step(_ bytes: [UInt8]) -> ProxyHeaderStep { bytes.withUnsafeBytes { ProxyHeader.read($0) } }
}
