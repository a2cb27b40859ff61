internal import COpenSSL

/// Why OpenSSL refused to go on: its queue of reasons, oldest first, with nothing of the data that caused them.
public struct TLSFailure: Error, Equatable, Sendable, CustomStringConvertible {
    /// What was being done, as a noun: "handshake", "reading", "private key /etc/gwanmun/gate.key".
    public let activity: String
    /// For people. Nothing is decided by them: OpenSSL's words change between its versions.
    public let reasons: [String]
    private let codes: [Code]

    /// One entry of the queue, as OpenSSL numbers it.
    private struct Code: Equatable {
        let library: Int32  // ERR_LIB_*
        let reason: Int32  // SSL_R_* when the library is ERR_LIB_SSL

        init(_ packed: UInt) {
            library = ERR_GET_LIB(packed)
            reason = ERR_GET_REASON(packed)
        }
    }

    /// A failure that OpenSSL knows nothing of.
    public init(activity: String, reasons: [String]) {
        self.init(activity: activity, reasons: reasons, codes: [])
    }

    private init(activity: String, reasons: [String], codes: [Code]) {
        self.activity = activity
        self.reasons = reasons
        self.codes = codes
    }

    /// Both sides could not agree on a version or a cipher suite: by our own verdict, or by the other's alert.
    public var concernsProtocol: Bool { isAmong(Self.protocolProblems) }

    /// The other side showed no certificate, or one that we refused.
    public var concernsCertificate: Bool {
        isAmong([SSL_R_CERTIFICATE_VERIFY_FAILED, SSL_R_PEER_DID_NOT_RETURN_A_CERTIFICATE])
    }

    private func isAmong(_ reasons: Set<Int32>) -> Bool {
        codes.contains { $0.library == ERR_LIB_SSL && reasons.contains($0.reason) }
    }

    /// An alert that was received is 1000 and its number (RFC 8446 § 6).
    private static let protocolProblems: Set<Int32> = [
        SSL_R_UNSUPPORTED_PROTOCOL, SSL_R_WRONG_VERSION_NUMBER, SSL_R_NO_SHARED_CIPHER,
        SSL_R_TLSV1_ALERT_PROTOCOL_VERSION, SSL_R_SSLV3_ALERT_HANDSHAKE_FAILURE,
        SSL_R_TLSV1_ALERT_INSUFFICIENT_SECURITY,
    ]

    public var description: String {
        activity + ": " + (reasons.isEmpty ? "failed without a reason from OpenSSL" : reasons.joined(separator: "; "))
    }

    /// The same failure with one more thing to tell people.
    func adding(_ reason: String) -> TLSFailure {
        TLSFailure(activity: activity, reasons: reasons + [reason], codes: codes)
    }

    /// Drains this thread's OpenSSL error queue.
    static func drainingQueue(_ activity: String) -> TLSFailure {
        var reasons: [String] = []
        var codes: [Code] = []
        while true {
            let code = ERR_get_error()
            guard code != 0 else { break }
            codes.append(Code(code))
            if let text = ERR_reason_error_string(code) {
                reasons.append(String(cString: text))
            } else {
                reasons.append("error 0x" + String(code, radix: 16))
            }
        }
        return TLSFailure(activity: activity, reasons: reasons, codes: codes)
    }
}
