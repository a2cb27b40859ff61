internal import GatewayIdentity

/// Version 1: one line of text (section 2.1).
///
///     PROXY TCP4 192.0.2.7 198.51.100.1 56324 443\r\n
enum ProxyLine {
    private static let opening = Array("PROXY ".utf8)

    static func read(_ bytes: UnsafeRawBufferPointer) -> ProxyHeaderStep {
        guard bytes.starts(with: opening.prefix(bytes.count)) else { return .refused(.notAHeader) }
        switch end(in: bytes) {
        case .needsMore: return .needsMore
        case .refused(let problem): return .refused(problem)
        case .found(let end):
            guard end > opening.count else { return .refused(.lineMalformed) }
            let text = String(decoding: bytes[opening.count..<end], as: UTF8.self)
            guard let header = header(text) else { return .refused(.lineMalformed) }
            return .complete(header, length: end + 2)
        }
    }

    private enum End {
        /// Where the CRLF begins.
        case found(Int)
        case needsMore
        case refused(ProxyProblem)
    }

    /// "The receiver must not tolerate a single CR or LF character to end the line."
    private static func end(in bytes: UnsafeRawBufferPointer) -> End {
        let limit = ProxyHeader.longestLine
        for index in 0..<min(bytes.count, limit) {
            switch bytes[index] {
            case UInt8(ascii: "\n"):
                return .refused(.lineMalformed)
            case UInt8(ascii: "\r"):
                guard index + 1 < limit else { return .refused(.lineTooLong) }
                guard index + 1 < bytes.count else { return .needsMore }
                return bytes[index + 1] == UInt8(ascii: "\n") ? .found(index) : .refused(.lineMalformed)
            case _:
                continue
            }
        }
        return bytes.count < limit ? .needsMore : .refused(.lineTooLong)
    }

    /// - Parameter text: what stands between `PROXY ` and the CRLF.
    private static func header(_ text: String) -> ProxyHeader? {
        let fields = text.split(separator: " ", omittingEmptySubsequences: false)
        // "The receiver must ignore anything presented before the CRLF."
        if fields[0] == "UNKNOWN" { return .unnamed }
        guard fields.count == 5, let family = Family(rawValue: String(fields[0])),
            let source = family.address(fields[1]), family.address(fields[2]) != nil,
            isPort(fields[3]), isPort(fields[4])
        else { return nil }
        return .forwarded(source: source)
    }

    private enum Family: String {
        case tcp4 = "TCP4"
        case tcp6 = "TCP6"

        func address(_ text: Substring) -> NetworkAddress? {
            let isVersion6 = text.utf8.contains(UInt8(ascii: ":"))
            switch self {
            case .tcp4: return isVersion6 ? nil : NetworkAddress(String(text))
            case .tcp6: return isVersion6 ? NetworkAddress(String(text)) : nil
            }
        }
    }

    /// Decimal, 0 to 65535, without leading zeros.
    private static func isPort(_ text: Substring) -> Bool {
        let digits = text.utf8
        return (1...5).contains(digits.count) && digits.allSatisfy { (0x30...0x39).contains($0) }
            && (digits.count == 1 || digits.first != 0x30) && UInt16(text) != nil
    }
}
