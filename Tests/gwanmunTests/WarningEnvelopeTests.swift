import GatewayIdentity
import GatewayTesting
import Testing

@testable import GatewayAccess
@testable import gwanmun

@Suite struct `A warning on its way` {
    private func warning(
        to audience: SecurityWarning.Audience, event: SecurityWarning.Event = .locked, deadline: UnixTime? = nil,
        address: MailAddress? = nil
    ) -> SecurityWarning {
        SecurityWarning(
            number: RequestID(high: 1, low: 2), at: UnixTime(seconds: 1_795_336_265), audience: audience,
            language: .english, severity: .high, event: event, account: "ki***", source: "203.0.*.*", device: nil,
            service: "Gwanmun", failures: 5, lock: .until(UnixTime(seconds: 1_795_338_065)), occurrences: 2,
            contact: "02-000-0000", deadline: deadline, address: address)
    }

    private func document(_ warnings: [SecurityWarning]) throws -> String {
        let bytes = try WarningDocument(try #require(WarningMessage(warnings)), id: "1").encoded()
        return String(decoding: bytes, as: UTF8.self)
    }

    @Test(arguments: SecurityWarning.Event.allCases)
    func `comes back out of the spool as it was put in`(event: SecurityWarning.Event) throws {
        let kim = AccountName(stored: "kim-7f3a")
        for audience in [SecurityWarning.Audience.securityOfficer, .owner(kim), .sponsor(kim)] {
            for address in [nil, MailAddress("kim@example.kr")] {
                let warning = warning(
                    to: audience, event: event, deadline: UnixTime(seconds: 1_795_938_065), address: address)
                #expect(try SpooledWarning.decode(SpooledWarning(warning).encoded()).warning == warning)
            }
        }
    }

    /// Nobody else gets it, least of all at the address that is kept by now.
    @Test func `with an address that is none is unreadable`() throws {
        let kim = AccountName(stored: "kim-7f3a")
        let bytes = try SpooledWarning(warning(to: .owner(kim), address: MailAddress("kim@example.kr"))).encoded()
        let spoilt = String(decoding: bytes, as: UTF8.self).replacing("kim@example.kr", with: "kim example.kr")
        #expect(try SpooledWarning.decode(Array(spoilt.utf8)).warning == nil)
    }

    @Test func `tells no machine where anybody reads mail`() throws {
        let address = MailAddress("kim@example.kr")
        for audience in [SecurityWarning.Audience.securityOfficer, .owner(AccountName(stored: "kim-7f3a"))] {
            let text = try document([
                warning(to: audience, address: address),
                warning(to: audience, event: .contactChanged, address: address),
            ])
            #expect(!text.contains("kim@") && !text.contains(#""address""#))
        }
    }

    @Test func `tells the security officer nothing but what is masked`() throws {
        let text = try document([warning(to: .securityOfficer)])
        #expect(text.contains(#""account":"ki***""#))
        #expect(!text.contains("recipient"))
        #expect(!text.contains("7f3a"))
    }

    @Test func `names the owner as its address, and masks what it shows of them`() throws {
        let text = try document([warning(to: .owner(AccountName(stored: "kim-7f3a")))])
        #expect(text.contains(#""recipient":"kim-7f3a""#))
        #expect(text.components(separatedBy: "7f3a").count == 2)
    }

    @Test func `says in both languages what happened, how often, and until when nothing is accepted`() throws {
        let text = try document([warning(to: .securityOfficer)])
        #expect(text.contains(#""lock":"until""#))
        #expect(text.contains(RFC3339.string(UnixTime(seconds: 1_795_338_065))))
        #expect(text.contains("계정이 잠겼습니다") && text.contains("The account was locked"))
        #expect(text.contains("Failed attempts: 5"))
    }

    @Test func `together with others lists them, and counts all`() throws {
        let text = try document([warning(to: .securityOfficer), warning(to: .securityOfficer, event: .codeReplayed)])
        #expect(text.contains(#""also":[{"#))
        #expect(text.contains(#""occurrences":4"#))
    }

    @Test func `that reads like another is told beside it all the same`() throws {
        let text = try document([warning(to: .securityOfficer), warning(to: .securityOfficer)])
        #expect(text.contains(#""also":[{"#))
    }
}

extension String {
    fileprivate func components(separatedBy separator: String) -> [Substring] {
        split(separator: separator, omittingEmptySubsequences: false)
    }
}
