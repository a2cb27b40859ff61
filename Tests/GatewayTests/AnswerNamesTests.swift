import Testing

@testable import Gateway

@Suite struct `A name in an answer, where the upstream has another than the person used` {
    private let names: AnswerNames

    init() throws {
        names = AnswerNames(
            upstream: try UpstreamTarget("http://Upstream.internal:8080"), consoleHost: "legacy.example:8443")
    }

    @Test(arguments: [
        ("http://upstream.internal:8080/a?b#c", "https://legacy.example:8443/a?b#c"),
        ("https://upstream.internal:8080", "https://legacy.example:8443"),
        ("HTTP://UPSTREAM.internal:8080/A", "https://legacy.example:8443/A"),
        ("http://upstream.internal:8080?q", "https://legacy.example:8443?q"),
        ("//upstream.internal:8080/a", "https://legacy.example:8443/a"),
    ])
    func `becomes the console's in Location`(value: String, expected: String) {
        #expect(names.location(value) == expected)
    }

    @Test(arguments: [
        "/a/b", "b", "?q", "", "https://elsewhere.example/", "http://upstream.internal:8080.evil/",
        "http://upstream.internal:80801/",
        "http://upstream.internal/", "http://u@upstream.internal:8080/", "http://upstream.internal:8080\\@evil/",
        "/login?to=http://upstream.internal:8080/",
    ])
    func `stays as it is in every other Location`(value: String) {
        #expect(names.location(value) == value)
    }

    @Test(arguments: [
        ("a=b; Domain=upstream.internal; Path=/", "a=b; Path=/"),
        ("a=b;domain=.Upstream.Internal;Secure", "a=b;Secure"),
        ("a=b; Domain=internal", "a=b"), ("a=b; Domain=elsewhere.example", "a=b; Domain=elsewhere.example"),
        ("a=domain=upstream.internal; HttpOnly", "a=domain=upstream.internal; HttpOnly"), ("a", "a"),
        ("a=b; Domain=", "a=b; Domain="),
    ])
    func `is taken off the cookies of the console's own host`(value: String, expected: String) {
        #expect(names.setCookie(value) == expected)
    }

    /// A browser takes a cookie without a name for one whose name is its value (RFC 6265bis § 5.6).
    @Test(arguments: [
        "__Host-gwanmun=x", "__HOST-GWANMUN=x; Path=/", " __Host-gwanmun=x", "=__Host-gwanmun=x", "__Host-gwanmun",
    ])
    func `that is ours is nobody else's to set`(value: String) {
        #expect(names.setCookie(value) == nil)
    }
}
