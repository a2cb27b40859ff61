import GatewayHTTP1
import Testing

@Suite struct `A field name` {
    private func name(_ spelled: String) throws -> FieldName {
        let request = try ParsedRequest("GET / HTTP/1.1\nHost: a\n\(spelled): 1\n\n")
        return try #require(request.head.fields.last).name
    }

    /// All but `traceparent` and `tracestate`, whose values have a say: see `TraceContextTests`.
    private static let known: [(String, FieldName)] = [
        ("te", .te), ("via", .via), ("date", .date), ("range", .range), ("proxy", .proxy), ("cookie", .cookie),
        ("accept", .accept), ("origin", .origin), ("server", .server), ("referer", .referer), ("upgrade", .upgrade),
        ("trailer", .trailer), ("alt-svc", .altSvc), ("location", .location), ("forwarded", .forwarded),
        ("x-real-ip", .clientAddress), ("user-agent", .userAgent), ("set-cookie", .setCookie),
        ("keep-alive", .keepAlive),
        ("x-client-ip", .clientAddress), ("content-type", .contentType), ("x-request-id", .xRequestID),
        ("authorization", .authorization), ("cache-control", .cacheControl), ("content-range", .contentRange),
        ("x-http-method", .requestOverride), ("x-rewrite-url", .requestOverride), ("sec-fetch-mode", .secFetchMode),
        ("sec-fetch-site", .secFetchSite), ("sec-fetch-dest", .secFetchDest), ("sec-fetch-user", .secFetchUser),
        ("http2-settings", .http2Settings), ("true-client-ip", .clientAddress), ("accept-encoding", .acceptEncoding),
        ("accept-language", .acceptLanguage), ("gwanmun-session", .gwanmunSession),
        ("content-encoding", .contentEncoding), ("x-requested-with", .xRequestedWith),
        ("x-arr-clientcert", .clientCertificate), ("cf-connecting-ip", .clientAddress),
        ("sec-websocket-key", .secWebSocketKey), ("x-method-override", .requestOverride),
        ("content-disposition", .contentDisposition), ("x-cluster-client-ip", .clientAddress),
        ("sec-websocket-accept", .secWebSocketAccept), ("sec-websocket-version", .secWebSocketVersion),
        ("sec-websocket-protocol", .secWebSocketProtocol), ("x-http-method-override", .requestOverride),
        ("sec-websocket-extensions", .secWebSocketExtensions),
        ("access-control-request-method", .accessControlRequestMethod), ("proxy-connection", .proxy),
        ("proxy-authorization", .proxy), ("x-forwarded-for", .xForwarded), ("x-forwarded-client-cert", .xForwarded),
        ("x-gwanmun-user", .xGwanmun), ("x-gwanmun-anything", .xGwanmun), ("client-cert", .clientCertificate),
        ("client-cert-chain", .clientCertificate), ("x-client-cert-dn", .clientCertificate),
        ("x-ssl-client-s-dn", .clientCertificate), ("ssl-client-verify", .clientCertificate),
        ("x-amzn-mtls-clientcert", .clientCertificate), ("x-original-url", .requestOverride),
        ("x-remote-user", .foreignIdentity), ("remote-user", .foreignIdentity),
        ("x-auth-request-email", .foreignIdentity), ("x-webauth-user", .foreignIdentity),
        ("x-authenticated-user", .foreignIdentity), ("x-goog-authenticated-user-email", .foreignIdentity),
        ("x-goog-iap-jwt-assertion", .foreignIdentity), ("cf-access-jwt-assertion", .foreignIdentity),
    ]

    @Test(arguments: known)
    func `is known in any mixture of cases`(spelled: String, expected: FieldName) throws {
        #expect(try name(spelled) == expected)
        #expect(try name(spelled.uppercased()) == expected)
        #expect(try name(spelled.prefix(1).uppercased() + spelled.dropFirst()) == expected)
    }

    @Test(arguments: known.filter { FieldNameSet.neverToUpstream.contains($0.1) && $0.0.contains("-") })
    func `that is dropped is known by every sign that CGI turns into an underscore`(
        spelled: String, expected: FieldName
    ) throws {
        for sign in ["_", ".", "~", "!", "*"] {
            #expect(try name(spelled.split(separator: "-").joined(separator: sign)) == expected)
        }
        #expect(try name(spelled.uppercased().split(separator: "-", maxSplits: 1).joined(separator: "_")) == expected)
    }

    @Test(arguments: [
        "x-a", "accept_language", "hos", "hostt", "x-forwardedfor", "clientcert", "set_cookie", "xgwanmun-user",
    ])
    func `that only resembles is a name of its own`(spelled: String) throws {
        #expect(try name(spelled) == .other)
    }

    @Test func `fits into a set of one word`() {
        #expect(FieldName.allCases.count <= 64)
    }

    @Test func `is counted once for all its spellings`() throws {
        let head = try ParsedRequest("GET / HTTP/1.1\nHost: a\nCookie: a\nCOOKIE: b\nX-A: 1\nX-A: 1\n\n").head
        #expect(head.fields.repeated.contains(.cookie))
        #expect(!head.fields.repeated.contains(.other))
        #expect(head.fields.count { $0.name == .cookie } == 2)
    }
}
