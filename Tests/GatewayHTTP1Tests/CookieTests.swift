import GatewayHTTP1
import Testing

@Suite struct `The gateway's cookie` {
    private func request(_ cookies: String...) throws -> ParsedRequest {
        try ParsedRequest("GET / HTTP/1.1\nHost: a\n" + cookies.map { "Cookie: \($0)\n" }.joined() + "\n")
    }

    private func value(_ cookies: String...) throws -> String? {
        let request = try ParsedRequest(
            "GET / HTTP/1.1\nHost: a\n" + cookies.map { "Cookie: \($0)\n" }.joined() + "\n")
        guard case .found(let range) = request.cookie() else { return nil }
        return request.text(range)
    }

    @Test func `is found among others and across fields`() throws {
        #expect(try value("__Host-gwanmun=abc") == "abc")
        #expect(try value("a=1; __Host-gwanmun=abc; b=2") == "abc")
        #expect(try value("a=1;__Host-gwanmun=abc;b=2") == "abc")
        #expect(try value("a=1", "__Host-gwanmun=a=b ") == "a=b")
    }

    @Test(
        arguments: [
            "a=1", "__host-gwanmun=abc", "__Host-gwanmun2=abc", "x__Host-gwanmun=abc", "__Host-gwanmun",
            "a=__Host-gwanmun=abc",
            "__Host-gwanmun =abc", "a=\"; __Host-gwanmu=abc",
        ])
    func `is not what only looks like it`(cookie: String) throws {
        #expect(try request(cookie).cookie() == .absent)
    }

    @Test func `is nobody's when it stands twice`() throws {
        #expect(try request("__Host-gwanmun=a; __Host-gwanmun=a").cookie() == .ambiguous)
        #expect(try request("__Host-gwanmun=a", "__Host-gwanmun=b").cookie() == .ambiguous)
    }

    @Test(
        arguments: [
            ("a=1; __Host-gwanmun=x; b=2", "a=1; b=2"), ("__Host-gwanmun=x; b=2", "b=2"),
            ("a=1; __Host-gwanmun=x", "a=1"),
            ("a=1;__Host-gwanmun=x;b=2", "a=1;b=2"), ("a=1;  __Host-gwanmun=x ;  b=2", "a=1;  b=2"),
            ("__Host-gwanmun=x; __Host-gwanmun=y; b=2", "b=2"),
            ("a=1; __Host-gwanmun=x; __Host-gwanmun=y; b=2; c", "a=1; b=2; c"),
            ("a=1; __HOST-GWANMUN=x; b=2", "a=1; b=2"), ("a=1; __Host-gwanmun =x", "a=1"),
            ("__Host-gwanmun; a=1", "a=1"),
            ("a=1; b=2", "a=1; b=2"), ("a=\"1;2\" ;b", "a=\"1;2\" ;b"), ("", ""),
            ("__Host-gwanmun2=x", "__Host-gwanmun2=x"),
        ])
    func `stays behind, the others keep their bytes`(came: String, went: String) throws {
        #expect(try request(came).forwarded() == "GET / HTTP/1.1\nHost: a\nCookie: \(went)\n")
    }

    @Test func `takes its field with it when alone`() throws {
        #expect(try request("__Host-gwanmun=x", "a=1").forwarded() == "GET / HTTP/1.1\nHost: a\nCookie: a=1\n")
        #expect(try request("__Host-gwanmun=x; __Host-gwanmun=y").forwarded() == "GET / HTTP/1.1\nHost: a\n")
    }

    @Test(
        arguments: [
            "__Host-gwanmun=planted; Path=/", "__host-gwanmun=planted", "=__Host-gwanmun=planted",
            " = __Host-gwanmun=planted",
            "__Host-gwanmun ; Path=/", "__Host-gwanmun",
        ])
    func `is not for an upstream to set`(cookie: String) throws {
        let response = try ParsedResponse(
            "HTTP/1.1 200 OK\nSet-Cookie: \(cookie)\nSet-Cookie: console=1\nContent-Length: 0\n\n")
        #expect(response.forwarded() == "HTTP/1.1 200 OK\nSet-Cookie: console=1\nContent-Length: 0\n")
    }
}
