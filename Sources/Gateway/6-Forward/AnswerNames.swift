internal import GatewayHTTP1
internal import GatewayIdentity
internal import NIOCore

/// Puts the upstream's own name right in an answer when the person knows the console by another: `Location` and the `Domain` of cookies.
struct AnswerNames {
    private let upstreamHost: String
    private let upstreamOrigins: [String]
    private let consoleOrigin: String

    init(upstream: UpstreamTarget, consoleHost: String) {
        upstreamHost = upstream.host.lowercased()
        let authority = upstream.authority.lowercased()
        upstreamOrigins = ["http://\(authority)", "https://\(authority)", "//\(authority)"]
        consoleOrigin = "https://\(consoleHost)"
    }

    func write(_ head: ResponseHead, _ bytes: UnsafeRawBufferPointer, into out: inout ByteBuffer) {
        for field in head.fields {
            let value = bytes[field.value]
            if field.name == .location {
                out.writeString("Location: \(location(String(decoding: value, as: UTF8.self)))\r\n")
            } else if field.name == .setCookie {
                guard let cookie = setCookie(String(decoding: value, as: UTF8.self)) else { continue }
                out.writeString("Set-Cookie: \(cookie)\r\n")
            }
        }
    }

    /// An absolute reference to the upstream becomes one to the console; every other value stays as it is.
    func location(_ value: String) -> String {
        let bytes = value.utf8
        for origin in upstreamOrigins
        where String(decoding: bytes.prefix(origin.utf8.count), as: UTF8.self).lowercased() == origin {
            let rest = bytes.dropFirst(origin.utf8.count)
            if rest.isEmpty || "/?#".utf8.contains(rest[rest.startIndex]) {
                return consoleOrigin + String(decoding: rest, as: UTF8.self)
            }
        }
        return value
    }

    /// Drops a `Domain` that names the upstream, which makes the cookie one of the console's host alone (RFC 6265 § 5.3).
    ///
    /// - Returns: `nil` for a cookie that would be taken for the gateway's.
    func setCookie(_ value: String) -> String? {
        let parts = value.split(separator: ";", omittingEmptySubsequences: false)
        guard let pair = parts.first,
            !pair.drop(while: { $0 == " " || $0 == "=" || $0 == "\t" }).lowercased().hasPrefix("__host-gwanmun")
        else { return nil }
        let kept = parts.dropFirst().filter { attribute in
            let text = attribute.drop { $0 == " " }.lowercased()
            guard text.hasPrefix("domain=") else { return true }
            let domain = text.dropFirst("domain=".count).drop { $0 == "." }
            return !(upstreamHost == domain || upstreamHost.hasSuffix("." + domain))
        }
        return ([pair] + kept).joined(separator: ";")
    }
}
