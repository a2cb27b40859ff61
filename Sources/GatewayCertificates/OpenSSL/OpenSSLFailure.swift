internal import COpenSSL

/// OpenSSL refused an operation on a certificate, a list or a key. Holds no key material; the text is for operators.
struct OpenSSLFailure: Error, Hashable, CustomStringConvertible {
    let description: String

    init(_ description: String) { self.description = description }

    /// Takes the reasons that OpenSSL queued for this thread, so that the next caller starts with a clean queue.
    static func drainingErrorQueue(_ activity: String) -> OpenSSLFailure {
        var reasons: [String] = []
        while true {
            let code = ERR_get_error()
            guard code != 0 else { break }
            reasons.append(ERR_reason_error_string(code).map { String(cString: $0) } ?? "error \(code)")
        }
        return OpenSSLFailure(reasons.isEmpty ? activity : "\(activity): \(reasons.joined(separator: ", "))")
    }
}
