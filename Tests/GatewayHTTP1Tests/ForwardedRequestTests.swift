import GatewayHTTP1
import Testing

@Suite struct `A forwarded request` {
    @Test func `keeps the order and the bytes of what travels on`() throws {
        // The head of a signed request, as AWS Signature Version 4 covers it.
        let head = """
            PUT /bucket/a%2Bb?x-id=PutObject HTTP/1.1
            Host: s3.console.test:8443
            Accept-Encoding:identity
            User-Agent:  Boto3/1.34  md/Botocore
            X-Amz-Date: 20261122T070000Z
            x-amz-content-sha256:STREAMING-UNSIGNED-PAYLOAD-TRAILER
            Authorization: AWS4-HMAC-SHA256 Credential=a/20261122/us-east-1/s3/aws4_request, SignedHeaders=host;x-amz-date
            amz-sdk-invocation-id: 1
            Content-Length: 12

            """
        let request = try ParsedRequest(head + "\n")
        #expect(request.forwarded() == head)
    }

    @Test func `has lost what was for this hop alone`() throws {
        let request = try ParsedRequest(
            """
            GET / HTTP/1.1
            Connection: keep-alive, X-Secret-Hop
            Host: a
            Keep-Alive: timeout=5
            X-Secret-Hop: 1
            X-Stays: 1
            TE: gzip
            Proxy-Authorization: Basic YTpi
            Proxy: http://evil.test
            Upgrade: h2c
            HTTP2-Settings: AAMAAABkAAQAAP__
            Trailer: X-Sum


            """)
        #expect(request.forwarded() == "GET / HTTP/1.1\nHost: a\nX-Stays: 1\nTrailer: X-Sum\n")
    }

    @Test func `has lost what only the gateway may say, in every spelling`() throws {
        let forged = [
            "X-Gwanmun-User", "x_gwanmun_user", "X-Gwanmun_Assertion", "X.Gwanmun.Roles", "Gwanmun-Session",
            "X-Forwarded-For", "X_FORWARDED_PROTO", "Forwarded", "X-Real-IP", "X_Real_IP", "Client-Cert",
            "Client_Cert_Chain", "X-SSL-Client-Cert",
            "X-Request-Id", "Remote-User", "X-Original-URL", "X-HTTP-Method-Override",
        ]
        let lines = forged.map { "\($0): forged\n" }.joined()
        let request = try ParsedRequest("GET / HTTP/1.1\n\(lines)Host: a\nX-Forwarded-For: again\n\n")
        #expect(request.forwarded() == "GET / HTTP/1.1\nHost: a\n")
    }

    @Test func `always speaks HTTP/1.1, and frames anew`() throws {
        #expect(
            try ParsedRequest("POST / HTTP/1.1\nTransfer-Encoding: CHUNKED\nHost: a\n\n").forwarded()
                == "POST / HTTP/1.1\nHost: a\nTransfer-Encoding: chunked\n")
        #expect(try ParsedRequest("GET /a HTTP/1.0\nHost: a\n\n").forwarded() == "GET /a HTTP/1.1\nHost: a\n")
    }

    @Test func `carries the target the decision was made on`() throws {
        let request = try ParsedRequest("GET /a/./b?c HTTP/1.1\nHost: a\n\n")
        #expect(request.forwarded(target: "/a/b?c") == "GET /a/b?c HTTP/1.1\nHost: a\n")
    }

    @Test(
        arguments: [
            ("GET https://a/b?c", "GET /b?c"), ("GET https://a", "GET /"), ("GET https://a?b", "GET /?b"),
            ("OPTIONS *", "OPTIONS *"), ("OPTIONS https://a", "OPTIONS *"),
        ])
    func `is in origin form`(came: String, went: String) throws {
        #expect(try ParsedRequest("\(came) HTTP/1.1\nHost: a\n\n").forwarded() == "\(went) HTTP/1.1\nHost: a\n")
    }

    @Test func `leaves Host to the caller that asks for it`() throws {
        let request = try ParsedRequest("GET / HTTP/1.1\nHost: a\nX-A: 1\n\n")
        #expect(request.forwarded(dropping: FieldNameSet.neverToUpstream.union([.host])) == "GET / HTTP/1.1\nX-A: 1\n")
    }

    @Test func `asks for an upgrade to WebSocket in its own words`() throws {
        let request = try ParsedRequest(
            """
            GET /socket HTTP/1.1
            Host: a
            Connection: keep-alive, Upgrade
            Upgrade: WebSocket
            Sec-WebSocket-Version: 13
            Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==


            """)
        #expect(
            request.forwarded() == """
                GET /socket HTTP/1.1
                Host: a
                Sec-WebSocket-Version: 13
                Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==
                Connection: Upgrade
                Upgrade: websocket

                """)
    }

    @Test func `asks for trailers where the client did`() throws {
        let request = try ParsedRequest("GET / HTTP/1.1\nHost: a\nTE: Trailers\nConnection: TE\n\n")
        #expect(request.forwarded() == "GET / HTTP/1.1\nHost: a\nTE: trailers\nConnection: TE\n")
    }

    @Test func `raises no expectation that the client cannot meet`() throws {
        let fields = "Host: a\nExpect: 100-continue\nContent-Length: 1\n"
        #expect(try ParsedRequest("PUT / HTTP/1.1\n\(fields)\n").forwarded().contains("Expect"))
        #expect(try !ParsedRequest("PUT / HTTP/1.0\n\(fields)\n").forwarded().contains("Expect"))
    }
}
