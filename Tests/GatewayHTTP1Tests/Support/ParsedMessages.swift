import GatewayHTTP1
import Testing

/// A request head with the bytes it was read from.
struct ParsedRequest {
    let bytes: [UInt8]
    let head: RequestHead

    /// - Parameter text: each `\n` stands for CRLF.
    init(_ text: String, limits: HeadLimits = .standard) throws(HeadProblem) {
        bytes = Array(text.replacingLineFeeds.utf8)
        var parser = RequestHeadParser(limits: limits)
        switch bytes.withUnsafeBytes({ parser.parse($0) }) {
        case .complete: head = parser.head
        case .needsMore: fatalError("the test's head has no end")
        case .refused(let problem): throw problem
        }
    }

    func text(_ range: ByteRange) -> String { String(decoding: bytes[range.start..<range.end], as: UTF8.self) }

    func cookie(_ name: CookieName = .gateway) -> CookieSearch { bytes.withUnsafeBytes { head.cookie(name, in: $0) } }

    /// The forwarded head, with `\n` for CRLF, without the empty line.
    func forwarded(target: String = "", dropping: FieldNameSet = .neverToUpstream) -> String {
        var written: [UInt8] = []
        bytes.withUnsafeBytes { bytes in
            Array(target.utf8).withUnsafeBytes { target in
                head.write(from: bytes, target: target, dropping: dropping, into: &written)
            }
        }
        return String(decoding: written, as: UTF8.self).replacingCarriageReturns
    }
}

/// A response head with the bytes it was read from.
struct ParsedResponse {
    let bytes: [UInt8]
    let head: ResponseHead

    /// - Parameter text: each `\n` stands for CRLF.
    init(_ text: String, answering context: ResponseContext = ResponseContext()) throws(HeadProblem) {
        bytes = Array(text.replacingLineFeeds.utf8)
        var parser = ResponseHeadParser()
        switch bytes.withUnsafeBytes({ parser.parse($0, answering: context) }) {
        case .complete: head = parser.head
        case .needsMore: fatalError("the test's head has no end")
        case .refused(let problem): throw problem
        }
    }

    func text(_ range: ByteRange) -> String { String(decoding: bytes[range.start..<range.end], as: UTF8.self) }

    func forwarded(chunked: Bool = false) -> String {
        var written: [UInt8] = []
        bytes.withUnsafeBytes { head.write(from: $0, chunked: chunked, into: &written) }
        return String(decoding: written, as: UTF8.self).replacingCarriageReturns
    }
}

extension String {
    /// `\n` in a test's literal is CRLF on the wire.
    var replacingLineFeeds: String {
        split(separator: "\n", omittingEmptySubsequences: false).joined(separator: "\r\n")
    }

    /// And back.
    var replacingCarriageReturns: String { String(decoding: utf8.filter { $0 != 0x0D }, as: UTF8.self) }
}
