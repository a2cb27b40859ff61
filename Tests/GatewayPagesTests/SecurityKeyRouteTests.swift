import GatewayIdentity
import GatewayPages
import GatewayWebAuthn
import Testing

@Suite struct `A security key on the pages` {
    private let assertion = #"""
        {"id":"AQID","rawId":"AQID","type":"public-key","clientExtensionResults":{},"authenticatorAttachment":"cross-platform",\#
        "response":{"clientDataJSON":"e30","authenticatorData":"AAAA","signature":"AQ","userHandle":null}}
        """#
    private let registration = #"""
        {"id":"AQID","rawId":"AQID","type":"public-key","response":{"clientDataJSON":"e30","attestationObject":"oA","transports":["usb","of-tomorrow"]}}
        """#

    @Test func `is asked for by a document in base64url`() async throws {
        let answer = await (try PageResponder.forTests()).respond(to: .json("POST", "/.gwanmun/webauthn/request", "{}"))
        #expect(answer.status == 200)
        #expect(
            answer.text == #"""
                {"publicKey":{"allowCredentials":[{"id":"AQID","transports":["nfc","usb"],"type":"public-key"}],\#
                "challenge":"BwcHBwcHBwcHBwcHBwcHBwcHBwcHBwcHBwcHBwcHBwc","rpId":"gate.example","timeout":300000,"userVerification":"required"}}
                """#)
    }

    @Test func `is created by a document that asks for user verification and excludes what is there`() async throws {
        let services = ServicesDouble()
        let responder = try PageResponder.forTests(services)
        let answer = await responder.respond(to: .json("POST", "/.gwanmun/webauthn/creation", #"{"code":"ABCD"}"#))
        #expect(answer.status == 200)
        #expect(answer.text.contains(#""userVerification":"required""#))
        #expect(answer.text.contains(#""excludeCredentials":[{"id":"BAU","type":"public-key"}]"#))
        #expect(answer.text.contains(#""id":"CQk""#), "the user handle")
        #expect(services.calls == [.beginKey(code: "ABCD")])
    }

    @Test func `is added without a code by a session alone`() async throws {
        let services = ServicesDouble()
        let responder = try PageResponder.forTests(services)
        let none = await responder.respond(to: .json("POST", "/.gwanmun/webauthn/creation", "{}"))
        #expect(try problem(none).reason == "factor_required")
        let stale = await (try PageResponder.forTests(ServicesDouble(keyStart: .freshFactorNeeded))).respond(
            to: .json("POST", "/.gwanmun/webauthn/creation", "{}"), from: Scenery.visitor(session: Scenery.session))
        #expect(try problem(stale).reason == "factor_required")
        _ = await responder.respond(
            to: .json("POST", "/.gwanmun/webauthn/creation", "{}"), from: Scenery.visitor(session: Scenery.session))
        #expect(services.calls == [.beginKey(code: nil)])
    }

    @Test func `is registered by a document, and its recovery codes are told once`() async throws {
        let services = ServicesDouble(
            keyEnd: .registered(AuthenticatorID("key-7"), recoveryCodes: ["AAAA-BBBB"]))
        let answer = await (try PageResponder.forTests(services)).respond(
            to: .json("POST", "/.gwanmun/webauthn/registration", #"{"name":"내 키","credential":\#(registration)}"#))
        #expect(answer.status == 201)
        #expect(answer.text == #"{"authenticator":"key-7","recovery_codes":["AAAA-BBBB"]}"#)
        #expect(services.calls == [.registerKey("내 키", inSession: false)])
    }

    @Test(arguments: [
        KeyRegistrationEnd.refused(.copyable, next: nil), .refused(.notVerified, next: ServicesDouble.creation),
        .expired,
    ])
    func `that is refused is one problem to a program`(end: KeyRegistrationEnd) async throws {
        let answer = await (try PageResponder.forTests(ServicesDouble(keyEnd: end))).respond(
            to: .json("POST", "/.gwanmun/webauthn/registration", #"{"name":"k","credential":\#(registration)}"#))
        #expect(try problem(answer).reason == "factor_failed")
    }

    @Test func `opens a session with its assertion, alone or beside a code`() async throws {
        for body in [#"{"webauthn":\#(assertion)}"#, #"{"totp":"123456","webauthn":\#(assertion)}"#] {
            let services = ServicesDouble()
            let answer = await (try PageResponder.forTests(services)).respond(
                to: .json("POST", "/.gwanmun/session", body))
            #expect(answer.status == 201)
            #expect(services.calls.first == .assertion(credential: [1, 2, 3]))
        }
    }

    @Test(arguments: [
        #"{"webauthn":"AQID"}"#, #"{"webauthn":{}}"#, #"{"webauthn":null}"#,
        #"{"webauthn":{"id":"AQID","rawId":"AQIE","type":"public-key","response":{"clientDataJSON":"","authenticatorData":"","signature":""}}}"#,
        #"{"webauthn":{"id":"AQID","rawId":"AQID","type":"public-key","response":{"clientDataJSON":"e30=","authenticatorData":"","signature":""}}}"#,
        #"{"webauthn":{"id":"AQID","rawId":"AQID","type":"public-key","response":{"clientDataJSON":"e30","authenticatorData":"AA"}}}"#,
        #"{"webauthn":{"id":"AQID","id":"AQID","rawId":"AQID","type":"public-key","response":{}}}"#,
        #"{"webauthn":{"id":"AQID","rawId":"AQID","type":"password","response":{}}}"#,
    ])
    func `is not taken for one when it is malformed, and nobody is asked`(body: String) async throws {
        let services = ServicesDouble()
        let answer = await (try PageResponder.forTests(services)).respond(to: .json("POST", "/.gwanmun/session", body))
        #expect(answer.status == 400)
        #expect(services.calls.isEmpty)
    }

    @Test func `is posted by the login form`() async throws {
        let services = ServicesDouble()
        let encoded = assertion.utf8.map { "%" + String(Int($0) | 0x100, radix: 16).dropFirst() }.joined()
        let answer = await (try PageResponder.forTests(services)).respond(
            to: .form("/.gwanmun/login", "totp=&webauthn=" + encoded))
        #expect(answer.status == 303)
        #expect(services.calls.first == .assertion(credential: [1, 2, 3]))
        let broken = await (try PageResponder.forTests(services)).respond(
            to: .form("/.gwanmun/login", "totp=&webauthn=%7B"))
        #expect(broken.status == 400)
    }

    @Test func `that a page registers is named, and the page tells why not`() async throws {
        let encoded = registration.utf8.map { "%" + String(Int($0) | 0x100, radix: 16).dropFirst() }.joined()
        let services = ServicesDouble(keyEnd: .refused(.copyable, next: ServicesDouble.creation))
        let refused = await (try PageResponder.forTests(services)).respond(
            to: .form("/.gwanmun/enrol/key", "name=%EB%82%B4+%ED%82%A4&credential=" + encoded))
        #expect(refused.status == 401)
        #expect(refused.text.contains("다른 기기로 복사될 수 있는 패스키는 등록할 수 없습니다."))
        #expect(refused.text.contains("data-key=\"register\""))
        #expect(services.calls == [.registerKey("내 키", inSession: false)])
        let done = await (try PageResponder.forTests()).respond(
            to: .form("/.gwanmun/enrol/key", "name=k&credential=" + encoded, language: "en"))
        #expect(done.text.contains("Your security key is registered."))
        for name in ["", "%E2%80%AEcilbup", String(repeating: "k", count: 41)] {
            let unnamed = await (try PageResponder.forTests()).respond(
                to: .form("/.gwanmun/enrol/key", "name=\(name)&credential=" + encoded))
            #expect(unnamed.status == 400)
        }
    }

    @Test func `is added on a page that demands the token of the session, and sends who is stale to prove again`()
        async throws
    {
        let encoded = registration.utf8.map { "%" + String(Int($0) | 0x100, radix: 16).dropFirst() }.joined()
        let member = Scenery.visitor(session: Scenery.session)
        let services = ServicesDouble()
        let responder = try PageResponder.forTests(services)
        let forged = await responder.respond(
            to: .form("/.gwanmun/me/keys", "name=k&credential=" + encoded), from: member)
        #expect(forged.status == 403)
        let token = "form_token=\(Scenery.session.formToken)&"
        let added = await responder.respond(
            to: .form("/.gwanmun/me/keys", token + "name=k&credential=" + encoded), from: member)
        #expect(added.status == 200)
        #expect(services.calls == [.registerKey("k", inSession: true)])
        let stale = await (try PageResponder.forTests(ServicesDouble(keyStart: .freshFactorNeeded))).respond(
            to: .page("/.gwanmun/me/keys"), from: member)
        #expect(
            stale.header("Location")
                == "https://gate.gw.localhost:8443/.gwanmun/login?fresh=yes&to=https%3A%2F%2Fgate.gw.localhost%3A8443%2F.gwanmun%2Fme%2Fkeys"
        )
    }

    @Test func `is registered in place of another, by the page and by the document, in a session`() async throws {
        let encoded = registration.utf8.map { "%" + String(Int($0) | 0x100, radix: 16).dropFirst() }.joined()
        let member = Scenery.visitor(session: Scenery.session)
        let services = ServicesDouble()
        let responder = try PageResponder.forTests(services)
        let form = "form_token=\(Scenery.session.formToken)&name=k&replaces=key-1&credential=" + encoded
        #expect(await responder.respond(to: .form("/.gwanmun/me/keys", form), from: member).status == 200)
        let document = #"{"name":"k","replaces":"key-1","credential":\#(registration)}"#
        let created = await responder.respond(
            to: .json("POST", "/.gwanmun/webauthn/registration", document), from: member)
        #expect(created.status == 201)
        let asked = ServicesDouble.Call.registerKey("k", inPlaceOf: FactorHandle("key-1"), inSession: true)
        #expect(services.calls == [asked, asked])
    }

    @Test func `is registered in place of nothing that is not theirs, nor by the administrator's code`() async throws {
        let encoded = registration.utf8.map { "%" + String(Int($0) | 0x100, radix: 16).dropFirst() }.joined()
        let member = Scenery.visitor(session: Scenery.session)
        let services = ServicesDouble(keyEnd: .notReplaceable)
        let responder = try PageResponder.forTests(services)
        let form = "name=k&replaces=key-9&credential=" + encoded
        let foreign = await responder.respond(
            to: .form("/.gwanmun/me/keys", "form_token=\(Scenery.session.formToken)&" + form), from: member)
        #expect(foreign.status == 400)
        let byCode = await (try PageResponder.forTests(ServicesDouble())).respond(
            to: .form("/.gwanmun/enrol/key", form))
        #expect(byCode.status == 400)
        for replaced in [#""key-9""#, "7", "null"] {
            let document = #"{"name":"k","replaces":\#(replaced),"credential":\#(registration)}"#
            let answer = await responder.respond(
                to: .json("POST", "/.gwanmun/webauthn/registration", document), from: member)
            #expect(answer.status == 400, "\(replaced)")
        }
    }

    @Test func `has a sentence for who cannot use it, and no inline script`() async throws {
        let needed = NeededFactors(kinds: [.webauthn], recoveryCodeAllowed: false, isStepUp: false)
        let page = await (try PageResponder.forTests(ServicesDouble(requirement: .factors(needed)))).respond(
            to: .page("/.gwanmun/login", language: "en"))
        #expect(page.text.contains("To use a security key, turn JavaScript on"))
        #expect(page.text.contains("Connect your security key and verify with fingerprint or PIN."))
        #expect(!page.text.contains("name=\"totp\""))
        #expect(page.text.contains("<script src=\"/.gwanmun/assets/security-key."))
        #expect(!page.text.contains("<script>"))
    }
}
