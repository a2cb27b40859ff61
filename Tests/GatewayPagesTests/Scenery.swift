import GatewayIdentity
import GatewayPages
import Logging

/// A site, its people and their visits, for every test of the pages.
enum Scenery {
    static let now = RFC3339.parse("2026-11-23T10:00:00+09:00") ?? .distantFuture
    static let requestID = RequestID(high: 0x0123_4567_89ab_cdef, low: 0xfedc_ba98_7654_3210)
    static let gate = "https://gate.gw.localhost:8443"

    static func site(
        contact: String = "보안책임자 02-0000-0000", notice: LastSignInNotice = .always, consoleName: String = "팹 설비 콘솔",
        knowsPasswords: Bool = false
    ) -> Site {
        Site(
            gateOrigin: gate,
            consoles: [
                ConsoleSite(
                    id: ConsoleID("notice"), origin: "https://notice.gw.localhost:8443", displayName: "사내 공지",
                    grade: .open),
                ConsoleSite(
                    id: ConsoleID("build"), origin: "https://build.gw.localhost:8443", displayName: "빌드 콘솔",
                    grade: .sensitive),
                ConsoleSite(
                    id: ConsoleID("fab"), origin: "https://fab.gw.localhost:8443", displayName: consoleName,
                    grade: .classified,
                    isNationalCoreTechnology: true),
            ], contact: contact, retentionYears: 2, lastSignInNotice: notice, knowsPasswords: knowsPasswords)
    }

    static func certificate(subject: String = "CN=김하늘,OU=공정기술,O=한빛반도체,C=KR", days: Int64 = 200) -> ClientCertificate {
        ClientCertificate(
            fingerprint: digest("11"), publicKey: digest("a7"), issuer: "CN=Hanbit Client CA,O=한빛반도체,C=KR",
            serial: "2f0a91c47b", subject: subject,
            notBefore: now - .seconds(86400 * 30), notAfter: now + .seconds(86400 * days), policies: [])
    }

    static func person(
        name: String = "김하늘", account: String = "kim-7f3a", language: Language? = nil,
        certificate: ClientCertificate = certificate()
    ) -> Person {
        Person(
            account: AccountName(stored: account), displayName: name, roles: [RoleName("staff")], language: language,
            certificate: certificate)
    }

    static let session = OpenSession(
        handle: SessionHandle("5d41402abc4b2a76"),
        factors: [
            FactorProof(kind: .certificate, authenticator: AuthenticatorID("c1"), at: now - .seconds(600)),
            FactorProof(kind: .totp, authenticator: AuthenticatorID("t1"), at: now - .seconds(600)),
        ], startedAt: now - .seconds(600), expiresAt: now + .seconds(4 * 3600), idleExpiresAt: now + .seconds(600),
        gradeReached: .classified,
        formToken: "f0rm-t0ken-0123456789abcdef")

    static func visitor(
        _ standing: CertificateStanding = .verified(person()), host: PageHost = .gate, session: OpenSession? = nil
    ) -> PageVisitor {
        PageVisitor(
            standing: standing, source: NetworkAddress(v4: 0x0A14_0005), host: host, hostName: "host.gw.test",
            session: session)
    }

    static func question(
        _ kind: SignInQuestion.Kind = .proof, _ prompts: [String] = ["One-time password (OATH) for `kim-7f3a': "],
        isEchoed: Bool = false, notices: [String] = []
    ) -> SignInQuestion {
        SignInQuestion(
            conversation: "0123456789abcdef0123456789abcdef", kind: kind,
            prompts: prompts.map { .init(text: $0, isEchoed: isEchoed) }, notices: notices,
            until: now + .seconds(120))
    }

    static let fab = PageHost.console(ConsoleID("fab"))

    private static func digest(_ byte: String) -> SHA256Digest {
        SHA256Digest(hex: String(repeating: byte, count: 32))
            ?? SHA256Digest(UnsafeRawBufferPointer(start: nil, count: 0))
    }
}

extension LocalRequest {
    static let navigation = [
        HeaderLine("Accept", "text/html,application/xhtml+xml,application/xml;q=0.9,image/avif,*/*;q=0.8"),
        HeaderLine("Sec-Fetch-Mode", "navigate"),
        HeaderLine(
            "User-Agent",
            "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Safari/537.36"
        ),
    ]

    /// What a browser sends when a person follows a link.
    static func page(_ path: String, query: String? = nil, language: String = "ko", also: [HeaderLine] = [])
        -> LocalRequest
    {
        LocalRequest(
            method: "GET", path: path, query: query,
            headers: navigation + [HeaderLine("Accept-Language", language)] + also)
    }

    /// What a browser sends when a person submits a form of ours.
    static func form(
        _ path: String, _ body: String, origin: String = Scenery.gate, language: String = "ko", also: [HeaderLine] = []
    ) -> LocalRequest {
        LocalRequest(
            method: "POST", path: path,
            headers: navigation + [
                HeaderLine("Accept-Language", language),
                HeaderLine("Content-Type", "application/x-www-form-urlencoded"), HeaderLine("Origin", origin),
                HeaderLine("Sec-Fetch-Site", "same-origin"),
            ] + also, body: Array(body.utf8))
    }

    /// What a program sends.
    static func json(_ method: String, _ path: String, _ body: String = "", also: [HeaderLine] = []) -> LocalRequest {
        LocalRequest(
            method: method, path: path,
            headers: [
                HeaderLine("Accept", "application/json"), HeaderLine("Accept-Language", "en"),
                HeaderLine("Content-Type", "application/json"),
            ] + also,
            body: Array(body.utf8))
    }
}

extension LocalResponse {
    var text: String { String(decoding: body, as: UTF8.self) }

    func header(_ name: String) -> String? { headers.first { $0.name.lowercased() == name.lowercased() }?.value }
}

extension PageResponder {
    static func forTests(_ services: ServicesDouble = ServicesDouble(), site: Site = Scenery.site()) throws
        -> PageResponder
    {
        try PageResponder(
            site: { site }, services: services, clock: { Scenery.now },
            logger: Logger(label: "pages", factory: { _ in SwiftLogNoOpLogHandler() }))
    }

    func respond(to request: LocalRequest, from visitor: PageVisitor = Scenery.visitor()) async -> LocalResponse {
        await respond(to: request, from: visitor, requestID: Scenery.requestID)
    }

    func refuse(_ refusal: Refusal, to request: LocalRequest, from visitor: PageVisitor = Scenery.visitor())
        -> LocalResponse
    {
        refuse(refusal, to: request, from: visitor, requestID: Scenery.requestID)
    }
}
