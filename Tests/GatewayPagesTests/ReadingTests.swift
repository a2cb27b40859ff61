import GatewayIdentity
import Testing

@testable import GatewayPages

@Suite struct `The session document` {
    @Test func `may present several factors at once`() throws {
        let attempt = try FactorDocument(
            Array(#" {"totp": "07081804", "password":"p\u00e4ss \ud83d\udd11\"\\\/\n","recovery_code" : "a-b"} "#.utf8)
        ).attempt
        #expect(attempt.totp == "07081804")
        #expect(attempt.password == "päss 🔑\"\\/\n")
        #expect(attempt.recoveryCode == "a-b")
        #expect(!attempt.endsOtherSessions)
    }

    @Test(arguments: [
        "", " ", "null", "[]", "\"totp\"", "{", "}", "{}x", #"{"totp":"1"}x"#, #"{"totp":"1"}{"totp":"2"}"#,
        #"{"totp":123456}"#, #"{"totp":null}"#,
        #"{"totp":["1"]}"#, #"{"totp":{"a":"b"}}"#, #"{"totp":true}"#, #"{"totp":"1",}"#, #"{,"totp":"1"}"#,
        #"{"totp" "1"}"#, #"{totp:"1"}"#, #"{'totp':'1'}"#,
        #"{"totp":"1" "password":"2"}"#, "{\"totp\":\"1\n2\"}", #"{"totp":"\x31"}"#, #"{"totp":"\u12"}"#,
        #"{"totp":"\ud800"}"#, #"{"totp":"\ud800\u0041"}"#,
        #"{"totp":"\udc00"}"#, #"{"totp":"1"#, #"{"totp":"1\"#, "\u{FEFF}{\"totp\":\"1\"}", #"// c\#n{"totp":"1"}"#,
    ])
    func `is refused when it is not one object of strings`(text: String) {
        #expect(throws: FactorDocument.Problem.notAnObjectOfStrings) { try FactorDocument(Array(text.utf8)) }
    }

    @Test func `is refused when it is not UTF-8`() {
        #expect(throws: FactorDocument.Problem.notAnObjectOfStrings) {
            try FactorDocument(Array(#"{"totp":""#.utf8) + [0xC3, 0x28] + Array(#""}"#.utf8))
        }
    }

    @Test func `is refused with a key that it does not have, twice the same key, or nothing in it`() {
        #expect(throws: FactorDocument.Problem.unknownKey) {
            try FactorDocument(Array(#"{"totp":"1","otp":"2"}"#.utf8))
        }
        #expect(throws: FactorDocument.Problem.unknownKey) { try FactorDocument(Array(#"{"TOTP":"1"}"#.utf8)) }
        #expect(throws: FactorDocument.Problem.repeatedKey) {
            try FactorDocument(Array(#"{"totp":"1","to\u0074p":"2"}"#.utf8))
        }
        #expect(throws: FactorDocument.Problem.nothingPresented) { try FactorDocument(Array("{}".utf8)) }
    }
}

@Suite struct `A posted form` {
    private func fields(_ body: [UInt8], type: String = "application/x-www-form-urlencoded") throws -> FormFields {
        try FormFields(
            posted: LocalRequest(method: "POST", path: "/", headers: [HeaderLine("Content-Type", type)], body: body),
            expecting: ["a", "b"])
    }

    @Test func `is read with plus as space and percent-encoding undone`() throws {
        let form = try fields(
            Array("a=1+2%2B3%ED%95%9C&b=".utf8), type: "Application/X-WWW-Form-URLEncoded; charset=UTF-8")
        #expect(form["a"] == "1 2+3한")
        #expect(form["b"] == nil)
        #expect(form["c"] == nil)
    }

    @Test(arguments: ["a=%", "a=%2", "a=%zz", "a=%00", "a=x%0Ay", "a=%7F", "a=%C3%28", "%ff=1"])
    func `is refused when its encoding is broken or hides control characters`(body: String) {
        #expect(throws: FormFields.Problem.malformed) { try fields(Array(body.utf8)) }
    }

    @Test func `is refused with a field twice, a strange field, too many fields or another type`() {
        #expect(throws: FormFields.Problem.repeatedField) { try fields(Array("a=1&a=1".utf8)) }
        #expect(throws: FormFields.Problem.unexpectedField) { try fields(Array("a=1&c=1".utf8)) }
        #expect(throws: FormFields.Problem.tooManyFields) { try fields(Array(String(repeating: "a&", count: 33).utf8)) }
        #expect(throws: FormFields.Problem.notAForm) { try fields(Array("a=1".utf8), type: "text/plain") }
        #expect(throws: FormFields.Problem.notAForm) {
            try fields(Array("a=1".utf8), type: "multipart/form-data; boundary=x")
        }
    }
}

@Suite struct `The language` {
    @Test(arguments: [
        ("ko-KR,ko;q=0.9,en-US;q=0.8,en;q=0.7", Language.korean), ("en-GB,en;q=0.9,ko;q=0.8", .english),
        ("de,en;q=0.3", .english), ("KO", .korean),
        ("en;q=0.5, ko;q=0.9", .korean), ("en;q=0, *", .korean), ("fr, *;q=0.1", .korean),
        ("en ; q=0.9 , ko;q=0.8", .english),
        ("en;q=1.001,ko;q=0.1", .korean), ("en;q=abc,ko;q=0.1", .korean),
    ])
    func `is the one the browser weighs highest`(header: String, language: Language) {
        #expect(LanguageChoice.preferred([header]) == language)
    }

    @Test(arguments: ["", "de", "en;q=0", ",,;", "english", String(repeating: "en,", count: 600)])
    func `is nobody's wish when none of ours is asked for`(header: String) {
        #expect(LanguageChoice.preferred([header]) == nil)
    }

    @Test func `is chosen by the URL, then the cookie, then the account, then the browser, then Korean`() {
        func choice(_ parameter: String?, _ cookie: String?, _ account: Language?, _ browser: String) -> Language {
            LanguageChoice.language(parameter: parameter, cookie: cookie, account: account, acceptLanguage: [browser])
        }
        #expect(choice("en", "ko", .korean, "ko") == .english)
        #expect(choice("xx", "en", .korean, "ko") == .english)
        #expect(choice(nil, "xx", .english, "ko") == .english)
        #expect(choice(nil, nil, nil, "en") == .english)
        #expect(choice(nil, nil, nil, "fr") == .korean)
    }

    @Test func `is remembered by the host for a year, and leads back to the page`() async throws {
        let responder = try PageResponder.forTests()
        let answer = await responder.respond(
            to: .page("/.gwanmun/language", query: "lang=en&to=%2F.gwanmun%2Flogin%3Fto%3Dx"),
            from: Scenery.visitor(.none))
        #expect(answer.status == 303)
        #expect(answer.header("Location") == "/.gwanmun/login?to=x")
        #expect(
            answer.header("Set-Cookie")
                == "__Host-gwanmun-lang=en; Path=/; Secure; HttpOnly; SameSite=Lax; Max-Age=31536000")
        #expect(await responder.respond(to: .page("/.gwanmun/language", query: "lang=fr")).status == 400)
        let english = await responder.respond(
            to: .page("/.gwanmun/login", also: [HeaderLine("Cookie", "x=y; __Host-gwanmun-lang=en")]))
        #expect(english.text.contains("lang=\"en\""))
    }
}

@Suite struct `Who reads the answer` {
    @Test(
        arguments: [
            ("text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8", "navigate", Audience.person),
            ("text/html", nil, .person),
            ("text/html", "cors", .program), ("text/html", "no-cors", .program), ("*/*", nil, .program),
            ("*/*", "navigate", .program), (nil, nil, .program),
            ("application/json", nil, .program), ("application/json, text/html;q=0.9", nil, .program),
            ("text/html;q=0.9, application/json;q=0.8", nil, .person),
            ("text/html;q=0", nil, .program), ("application/grpc", nil, .program),
            ("application/problem+json, text/html", nil, .person),
        ] as [(String?, String?, Audience)])
    func `follows from Accept and Sec-Fetch-Mode`(accept: String?, mode: String?, audience: Audience) {
        let headers = [accept.map { HeaderLine("accept", $0) }, mode.map { HeaderLine("Sec-Fetch-Mode", $0) }]
            .compactMap { $0 }
        #expect(Audience(of: LocalRequest(method: "GET", path: "/", headers: headers)) == audience)
    }
}

@Suite struct `A cookie` {
    @Test func `is found among others, and is nothing when it comes twice`() {
        let jar = { (values: String...) in
            CookieJar(LocalRequest(method: "GET", path: "/", headers: values.map { HeaderLine("Cookie", $0) }))
        }
        #expect(jar("a=1; b=2;c=3=4")["b"] == "2")
        #expect(jar("a=1; b=2;c=3=4")["c"] == "3=4")
        #expect(jar("a=1", "b=2")["b"] == "2")
        #expect(jar("a=1; a=2")["a"] == nil)
        #expect(jar("a=1", "a=1")["a"] == nil)
        #expect(jar("ab")["ab"] == nil)
    }
}

@Suite struct `A device` {
    @Test(arguments: [
        (ServicesDouble.agent, "Chrome · Windows"), (ServicesDouble.phone, "Safari · iPhone"),
        ("Mozilla/5.0 (Windows NT 10.0) AppleWebKit/537.36 Chrome/130.0 Safari/537.36 Edg/130.0", "Edge · Windows"),
        ("Mozilla/5.0 (Windows NT 10.0) AppleWebKit/537.36 Chrome/130.0 Whale/4.29 Safari/537.36", "Whale · Windows"),
        ("Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0", "Firefox · Linux"),
        (
            "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 Version/18.0 Safari/605.1.15",
            "Safari · macOS"
        ),
        (
            "Mozilla/5.0 (Linux; Android 14) SamsungBrowser/27.0 Chrome/125.0 Mobile Safari/537.36",
            "Samsung Internet · Android"
        ), ("curl/8.5.0", "curl"),
    ])
    func `is told by browser and system`(agent: String, name: String) {
        #expect(DeviceName(userAgent: agent).text == name)
    }

    @Test func `is unknown when nothing is recognised`() {
        #expect(DeviceName(userAgent: nil).text == nil)
        #expect(DeviceName(userAgent: "<script>").text == nil)
    }
}

@Suite struct `A form token` {
    @Test func `matches only itself, and an empty one matches nothing`() {
        #expect(FormToken.matches("abc", "abc"))
        #expect(!FormToken.matches("abd", "abc"))
        #expect(!FormToken.matches("ab", "abc"))
        #expect(!FormToken.matches(nil, "abc"))
        #expect(!FormToken.matches("", ""))
    }
}

@Suite struct `A QR code` {
    @Test func `is a square of a size of the standard with a quiet zone, drawn with runs inside it`() throws {
        let code = try #require(QRCode(ServicesDouble.offer.uri))
        // ISO/IEC 18004: 17 + 4 v modules on a side; 4 modules quiet on each side.
        #expect((code.side - 8 - 17).isMultiple(of: 4))
        // The finder pattern's first row: seven dark modules.
        #expect(code.path.hasPrefix("M4 4h7v1h-7z"))
        for run in code.path.matches(of: /M(\d+) (\d+)h(\d+)v1h-(\d+)z/) {
            let (x, y, length) = (
                try #require(Int(run.output.1)), try #require(Int(run.output.2)), try #require(Int(run.output.3))
            )
            #expect(
                x >= 4 && y >= 4 && y < code.side - 4 && x + length <= code.side - 4 && run.output.3 == run.output.4)
        }
    }

    @Test func `is not made of nothing, of a NUL or of more than fits`() {
        #expect(QRCode("") == nil)
        #expect(QRCode("a\u{0}b") == nil)
        #expect(QRCode(String(repeating: "a", count: 2332)) == nil)
    }
}
