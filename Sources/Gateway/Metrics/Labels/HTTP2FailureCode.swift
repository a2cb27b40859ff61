internal import GatewayHTTP2
internal import GatewayMetrics

/// Why an HTTP/2 connection or stream was ended by us, by its name in the record.
struct HTTP2FailureCode: Label {
    let code: HTTP2Failure.Code

    static let labelName = "code"
    static let isShownFromZero = false
    static let allCases = HTTP2Failure.Code.allCases.map { HTTP2FailureCode(code: $0) }

    var ordinal: Int { HTTP2Failure.Code.allCases.firstIndex(of: code) ?? 0 }
    var text: String { code.rawValue }
}
