extension FieldName {
    /// Which name a token spells, in any mixture of cases.
    ///
    /// Servers behind CGI-like interfaces cannot tell `X_Gwanmun_User` from `X-Gwanmun-User`. So a token with
    /// anything but letters, digits and `-` is looked at a second time with `-` for the rest: it is what it looks
    /// like if that is dropped anyway, refused (`nil`) if that is framing, and otherwise a name of its own.
    @inline(__always)
    static func identified(_ token: ByteRange, in bytes: UnsafeRawBufferPointer) -> FieldName? {
        let name = spelled(by: token, in: bytes)
        if name != .other { return name }
        let isPlain = bytes.firstOutside(.plainName, from: token.start, to: token.end) == token.end
        return isPlain ? .other : resembled(by: token, in: bytes)
    }

    private static func resembled(by token: ByteRange, in bytes: UnsafeRawBufferPointer) -> FieldName? {
        withUnsafeTemporaryAllocation(byteCount: token.count, alignment: 1) { plain in
            for (place, byte) in bytes[token].enumerated() {
                plain[place] = ByteClass.plainName.contains(byte) ? byte : UInt8(ascii: "-")
            }
            let name = spelled(by: ByteRange(0, token.count), in: UnsafeRawBufferPointer(plain))
            if FieldNameSet.framing.contains(name) { return nil }
            return FieldNameSet.neverToUpstream.contains(name) ? name : .other
        }
    }

    private static func spelled(by token: ByteRange, in bytes: UnsafeRawBufferPointer) -> FieldName {
        @inline(__always) func spells(_ name: StaticString) -> Bool { bytes.begins(with: name, at: token.start) }

        switch token.count {
        case 2:
            if spells("te") { return .te }
        case 3:
            if spells("via") { return .via }
        case 4:
            if spells("host") { return .host }
            if spells("date") { return .date }
        case 5:
            if spells("range") { return .range }
            if spells("proxy") { return .proxy }
        case 6:
            if spells("cookie") { return .cookie }
            if spells("accept") { return .accept }
            if spells("origin") { return .origin }
            if spells("expect") { return .expect }
            if spells("server") { return .server }
        case 7:
            if spells("referer") { return .referer }
            if spells("upgrade") { return .upgrade }
            if spells("trailer") { return .trailer }
            if spells("alt-svc") { return .altSvc }
        case 8:
            if spells("location") { return .location }
        case 9:
            if spells("forwarded") { return .forwarded }
            if spells("x-real-ip") { return .clientAddress }
        case 10:
            if spells("user-agent") { return .userAgent }
            if spells("connection") { return .connection }
            if spells("set-cookie") { return .setCookie }
            if spells("keep-alive") { return .keepAlive }
            if spells("tracestate") { return .tracestate }
        case 11:
            if spells("traceparent") { return .traceparent }
            if spells("x-client-ip") { return .clientAddress }
        case 12:
            if spells("content-type") { return .contentType }
            if spells("x-request-id") { return .xRequestID }
        case 13:
            if spells("authorization") { return .authorization }
            if spells("cache-control") { return .cacheControl }
            if spells("content-range") { return .contentRange }
            if spells("x-http-method") { return .requestOverride }
            if spells("x-rewrite-url") { return .requestOverride }
        case 14:
            if spells("content-length") { return .contentLength }
            if spells("sec-fetch-mode") { return .secFetchMode }
            if spells("sec-fetch-site") { return .secFetchSite }
            if spells("sec-fetch-dest") { return .secFetchDest }
            if spells("sec-fetch-user") { return .secFetchUser }
            if spells("http2-settings") { return .http2Settings }
            if spells("true-client-ip") { return .clientAddress }
        case 15:
            if spells("accept-encoding") { return .acceptEncoding }
            if spells("accept-language") { return .acceptLanguage }
            if spells("gwanmun-session") { return .gwanmunSession }
        case 16:
            if spells("content-encoding") { return .contentEncoding }
            if spells("x-requested-with") { return .xRequestedWith }
            if spells("x-arr-clientcert") { return .clientCertificate }
            if spells("cf-connecting-ip") { return .clientAddress }
        case 17:
            if spells("transfer-encoding") { return .transferEncoding }
            if spells("sec-websocket-key") { return .secWebSocketKey }
            if spells("x-method-override") { return .requestOverride }
        case 19:
            if spells("content-disposition") { return .contentDisposition }
            if spells("x-cluster-client-ip") { return .clientAddress }
        case 20:
            if spells("sec-websocket-accept") { return .secWebSocketAccept }
        case 21:
            if spells("sec-websocket-version") { return .secWebSocketVersion }
        case 22:
            if spells("sec-websocket-protocol") { return .secWebSocketProtocol }
            if spells("x-http-method-override") { return .requestOverride }
        case 24:
            if spells("sec-websocket-extensions") { return .secWebSocketExtensions }
        case 29:
            if spells("access-control-request-method") { return .accessControlRequestMethod }
        default:
            break
        }
        return family(of: token, in: bytes)
    }

    /// The names that are told by how they begin.
    @inline(__always)
    private static func family(of token: ByteRange, in bytes: UnsafeRawBufferPointer) -> FieldName {
        @inline(__always) func begins(_ prefix: StaticString) -> Bool {
            token.count >= prefix.utf8CodeUnitCount && bytes.begins(with: prefix, at: token.start)
        }

        switch bytes[token.start].lowercased {
        case UInt8(ascii: "x"):
            if begins("x-forwarded-") { return .xForwarded }
            if begins("x-gwanmun-") { return .xGwanmun }
            if begins("x-ssl-") || begins("x-client-cert") || begins("x-amzn-mtls-") { return .clientCertificate }
            if begins("x-original-") { return .requestOverride }
            if begins("x-remote-") || begins("x-auth-request-") || begins("x-webauth-") || begins("x-authenticated-")
                || begins("x-goog-authenticated-user-") || begins("x-goog-iap-")
            {
                return .foreignIdentity
            }
        case UInt8(ascii: "p"):
            if begins("proxy-") { return .proxy }
        case UInt8(ascii: "c"):
            if begins("client-cert") { return .clientCertificate }
            if begins("cf-access-") { return .foreignIdentity }
        case UInt8(ascii: "s"):
            if begins("ssl-client-") { return .clientCertificate }
        case UInt8(ascii: "r"):
            if begins("remote-") { return .foreignIdentity }
        default:
            break
        }
        return .other
    }
}
