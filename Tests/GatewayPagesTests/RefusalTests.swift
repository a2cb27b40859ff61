import GatewayIdentity
import GatewayPages
import Testing

@Suite struct `A visitor without a good certificate` {
    private static let standings: [(CertificateStanding, String)] = [
        (CertificateStanding.none, "no_client_cert"),
        (.problem(.certificateExpired, Scenery.certificate(days: -1)), "cert_expired"),
        (.problem(.certificateRevoked, nil), "cert_revoked"),
        (.problem(.certificateWeakKey, nil), "cert_unusable"), (.unbound(Scenery.certificate()), "cert_not_bound"),
    ]

    @Test func `is refused everywhere, by the certificate's reason, and reaches no service`() async throws {
        let services = ServicesDouble()
        let responder = try PageResponder.forTests(services)
        let paths = ["login", "me", "session", "welcome", "enrol"].map { LocalRequest.json("GET", "/.gwanmun/" + $0) }
        let posts = [
            "login", "me/end-session", "me/end-others", "me/recovery-codes", "logout", "enrol", "enrol/confirm",
            "session",
        ].map {
            LocalRequest.json("POST", "/.gwanmun/" + $0, #"{"totp":"1"}"#)
        }
        for (standing, reason) in Self.standings {
            for request in paths + posts + [.json("DELETE", "/.gwanmun/session")] {
                let answer = await responder.respond(
                    to: request, from: Scenery.visitor(standing, session: Scenery.session))
                #expect(answer.status == 403)
                #expect(try problem(answer).reason == reason, "\(request.method) \(request.path)")
            }
            let entrance = LocalRequest.json("GET", "/.gwanmun/enter")
            #expect(
                try problem(await responder.respond(to: entrance, from: Scenery.visitor(standing, host: Scenery.fab)))
                    .reason == reason)
        }
        #expect(services.calls.isEmpty)
    }

    @Test func `still gets health, key set, style and language`() async throws {
        let responder = try PageResponder.forTests()
        let visitor = Scenery.visitor(.none)
        let health = await responder.respond(to: .json("GET", "/.gwanmun/health"), from: visitor)
        #expect(health.status == 200 && health.text == "ok")
        #expect(await responder.respond(to: .json("GET", "/.gwanmun/jwks.json"), from: visitor).text == #"{"keys":[]}"#)
        let page = responder.refuse(Refusal(.noClientCertificate), to: .page("/"), from: visitor)
        for link in page.text.matches(of: /"(\/\.gwanmun\/assets\/[^"]+)"/) {
            let asset = await responder.respond(to: .json("GET", String(link.output.1)), from: visitor)
            #expect(asset.status == 200 && asset.header("Cache-Control") == "public, max-age=31536000, immutable")
            let tag = try #require(asset.header("ETag"))
            #expect(
                await responder.respond(
                    to: .json("GET", String(link.output.1), also: [HeaderLine("If-None-Match", tag)]), from: visitor
                ).status == 304)
        }
        let draining = try PageResponder.forTests(ServicesDouble(serving: false))
        #expect(await draining.respond(to: .json("GET", "/.gwanmun/health"), from: visitor).status == 503)
    }
}

@Suite struct `A refusal` {
    @Test(arguments: Reason.allCases)
    func `tells a program the public reason and its status, and nothing of the inner one`(reason: Reason) throws {
        let responder = try PageResponder.forTests()
        let answer = responder.refuse(Refusal(reason), to: .json("GET", "/x"), from: Scenery.visitor(host: Scenery.fab))
        let told = try problem(answer)
        #expect(
            told.reason == reason.publicReason.rawValue && told.status == reason.publicReason.status
                && answer.status == told.status)
        #expect(!told.title.isEmpty && told.title.unicodeScalars.allSatisfy(\.isASCII))
        #expect((told.login_url != nil) == (reason.publicReason == .factorRequired))
        if reason.rawValue != reason.publicReason.rawValue { #expect(!answer.text.contains(reason.rawValue)) }
    }

    @Test func `sends a navigation that lacks a factor to the login, and back to where it was`() throws {
        let responder = try PageResponder.forTests()
        let visitor = Scenery.visitor(host: Scenery.fab)
        let redirect = responder.refuse(Refusal(.sessionIdle), to: .page("/p/a", query: "x=1&y=%20"), from: visitor)
        #expect(redirect.status == 303)
        #expect(
            redirect.header("Location")
                == "https://gate.gw.localhost:8443/.gwanmun/login?to=https%3A%2F%2Ffab.gw.localhost%3A8443%2Fp%2Fa%3Fx%3D1%26y%3D%2520&why=idle"
        )
        let posted = responder.refuse(Refusal(.sessionMissing), to: .form("/p/a", "x=1"), from: visitor)
        #expect(
            posted.status == 401
                && posted.text.contains("/.gwanmun/login?to=https%3A%2F%2Ffab.gw.localhost%3A8443%2F\""))
    }

    @Test func `names the factors that are asked for`() throws {
        let answer = try PageResponder.forTests().refuse(
            Refusal(.factorMissing, factors: [.totp]), to: .json("GET", "/p"), from: Scenery.visitor(host: Scenery.fab))
        let told = try problem(answer)
        #expect(told.factors == ["totp"])
        #expect(
            told.login_url
                == "https://gate.gw.localhost:8443/.gwanmun/login?to=https%3A%2F%2Ffab.gw.localhost%3A8443%2Fp")
    }

    @Test(arguments: [[FactorKind.password], [.totp, .password]])
    func `sends no program to a login that cannot help`(factors: [FactorKind]) throws {
        let answer = try PageResponder.forTests().refuse(
            Refusal(.factorMissing, factors: factors), to: .json("GET", "/p"),
            from: Scenery.visitor(host: Scenery.fab))
        let told = try problem(answer)
        #expect(told.factors == factors.map(\.rawValue))
        #expect(told.login_url == nil)
    }

    @Test func `shows the refused certificate to the one who showed it, with the date`() throws {
        let page = try PageResponder.forTests().refuse(
            Refusal(.certificateExpired), to: .page("/"),
            from: Scenery.visitor(.problem(.certificateExpired, Scenery.certificate(days: -3)), host: Scenery.fab))
        #expect(page.status == 403)
        #expect(page.text.contains("인증서 유효기간이 지났습니다(2026년 11월 20일 만료). 갱신한 뒤 다시 접속해 주세요."))
        #expect(page.text.contains("2f0a91c47b"))
        // Someone whose certificate is not good is told of no console.
        #expect(!page.text.contains("팹 설비 콘솔"))
    }

    @Test(arguments: [
        (Refusal(.zoneDenied), "현재 네트워크에서는 이 서비스에 접속할 수 없습니다."),
        (Refusal(.deviceNotDesignated), "사전에 지정된 단말기에서만 접속할 수 있습니다."),
        (
            Refusal(.timeWindowDenied, remedies: { [.wait(until: Scenery.now, hours: [.office])] }),
            "접속 가능 시간: 월–금 08:00–19:00"
        ),
        (Refusal(.denyRule), "(문의번호 0123456789abcdeffedcba9876543210)"),
        (Refusal(.downloadDenied), "보안정책에 따라 파일을 내려받을 수 없습니다."), (Refusal(.logUnavailable), "일시적인 오류로 접속을 차단했습니다."),
    ])
    func `uses the profile's words past the certificate`(refusal: Refusal, words: String) throws {
        let page = try PageResponder.forTests().refuse(
            refusal, to: .page("/x"), from: Scenery.visitor(host: Scenery.fab, session: Scenery.session))
        #expect(page.text.contains(words))
    }

    @Test func `tells the person what would help, step by step, and whom to ask`() throws {
        let refusal = Refusal(
            .zoneDenied,
            remedies: {
                [.useApprovedNetwork, .wait(until: Scenery.now, hours: [.office]), .verify([.totp, .webauthn])]
            })
        func page(_ language: String) throws -> String {
            try PageResponder.forTests().refuse(
                refusal, to: .page("/x", language: language),
                from: Scenery.visitor(host: Scenery.fab, session: Scenery.session)
            ).text
        }
        for step in ["Connect from an approved network", "Come back from", "Verify again: ", "quote the reference"] {
            #expect(try page("en").contains(step), "\(step)")
        }
        #expect(try page("ko").contains("허용된 네트워크(사내망 등)에서 접속합니다."))
    }

    @Test(arguments: [
        (PermittedHours.office, "월–금 08:00–19:00", "Mon–Fri 08:00–19:00 KST"),
        (
            .init(days: [6, 7, 2], minutes: [0..<60, 1380..<1440], offsetMinutes: 0),
            "화, 토, 일 00:00–01:00, 23:00–24:00 UTC", "Tue, Sat, Sun 00:00–01:00, 23:00–24:00 UTC"
        ),
        (
            .init(days: [1, 2, 3, 5], minutes: [1..<2], offsetMinutes: -90), "월–수, 금 00:01–00:02 UTC-01:30",
            "Mon–Wed, Fri 00:01–00:02 UTC-01:30"
        ),
    ])
    func `says permitted hours as people write them`(hours: PermittedHours, korean: String, english: String) throws {
        for (language, words) in [("ko", korean), ("en", english)] {
            let refusal = Refusal(.timeWindowDenied, remedies: { [.wait(until: Scenery.now, hours: [hours])] })
            let page = try PageResponder.forTests().refuse(
                refusal, to: .page("/x", language: language),
                from: Scenery.visitor(host: Scenery.fab, session: Scenery.session))
            #expect(page.text.contains(words), "\(words)")
        }
    }

    @Test func `says no more than "no access" before the certificate`() throws {
        for reason in [Reason.zoneDenied, .deviceNotDesignated, .timeWindowDenied, .pledgeMissing] {
            let page = try PageResponder.forTests().refuse(
                Refusal(reason, remedies: { .every }), to: .page("/x"), from: Scenery.visitor(.none))
            #expect(page.text.contains("접근권한이 없습니다. 필요한 경우 접근권한을 신청해 주세요."))
            #expect(!page.text.contains("허용된 네트워크"))
        }
    }

    @Test func `of a service that fails is the service's reason, and nothing is set`() async throws {
        let failing = try PageResponder.forTests(
            ServicesDouble(failure: ServiceUnavailable(.logUnavailable, retryAfter: .seconds(5))))
        for request in [
            LocalRequest.json("POST", "/.gwanmun/session", #"{"totp":"1"}"#), .form("/.gwanmun/login", "totp=1"),
            .form("/.gwanmun/enrol", "code=a"),
        ] {
            let answer = await failing.respond(to: request)
            #expect(answer.status == 503 && answer.header("Retry-After") == "5" && answer.header("Set-Cookie") == nil)
        }
    }

    @Test func `of a path that is not there is 404, in both forms`() async throws {
        let responder = try PageResponder.forTests()
        #expect(await responder.respond(to: .page("/.gwanmun/nothing")).status == 404)
        #expect(try problem(await responder.respond(to: .json("GET", "/.gwanmun/nothing"))).status == 404)
        #expect(await responder.respond(to: .page("/.gwanmun/assets/style.css")).status == 404)
        #expect(await responder.respond(to: .json("PATCH", "/.gwanmun/session")).status == 404)
        #expect(await responder.respond(to: .json("B@D", "/.gwanmun/session")).status == 400)
        #expect(
            PageResponder.owns(path: "/.gwanmun") && PageResponder.owns(path: "/.gwanmun/x")
                && !PageResponder.owns(path: "/.gwanmunx"))
    }

    @Test func `to HEAD has no body`() async throws {
        let responder = try PageResponder.forTests()
        let head = LocalRequest(method: "HEAD", path: "/.gwanmun/login", headers: LocalRequest.navigation)
        let answer = await responder.respond(to: head)
        #expect(answer.status == 200 && answer.body.isEmpty)
        #expect(responder.refuse(Refusal(.defaultDeny), to: head).body.isEmpty)
    }
}

@Suite struct `Every answer` {
    @Test func `carries the security fields, and but for assets may be kept nowhere`() async throws {
        let responder = try PageResponder.forTests()
        let visitor = Scenery.visitor(session: Scenery.session)
        var answers = try await everyPage(in: "ko").map(\.response)
        for request in [
            LocalRequest.json("GET", "/.gwanmun/health"), .json("GET", "/.gwanmun/session"),
            .json("POST", "/.gwanmun/session", #"{"totp":"1"}"#),
            .json("DELETE", "/.gwanmun/session"), .json("GET", "/.gwanmun/jwks.json"),
            .json("GET", "/.gwanmun/nothing"), .page("/.gwanmun/language", query: "lang=en"),
            .form("/.gwanmun/login", "totp=1"), .page("/.gwanmun/"),
        ] {
            answers.append(await responder.respond(to: request, from: visitor))
        }
        for answer in answers {
            let policy = try #require(answer.header("Content-Security-Policy"))
            for directive in [
                "default-src 'none'", "script-src 'self'", "style-src 'self'", "frame-ancestors 'none'",
                "base-uri 'none'", "form-action 'self'",
            ] {
                #expect(policy.contains(directive))
            }
            #expect(!policy.contains("unsafe") && !policy.contains("data:") && !policy.contains("*"))
            #expect(answer.header("X-Content-Type-Options") == "nosniff")
            #expect(answer.header("Strict-Transport-Security") == "max-age=31536000")
            #expect(answer.header("Referrer-Policy") == "same-origin")
            #expect(answer.header("Cross-Origin-Opener-Policy") == "same-origin")
            #expect(answer.header("Permissions-Policy") != nil)
            #expect(answer.header("Cache-Control") == "no-store")
        }
    }
}
