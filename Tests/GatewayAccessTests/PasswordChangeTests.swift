import GatewayCrypto
import GatewayIdentity
import GatewayStore
import GatewayTesting
import Testing

@testable import GatewayAccess

/// T93: an expired password, the first one among them, is changed before anything else.
@Suite struct `An expired password` {
    @Test func `is changed by one form, in the order that modules ask, and then counts`() async throws {
        let keeper = Gatekeeper(asking: [
            Gatekeeper.change("Current password: "), Gatekeeper.change("New password: "),
            Gatekeeper.change("Retype new password: "),
        ])
        let house = try await House(passwords: keeper)
        let kim = try await house.person()
        let asked = try await house.login(kim, password: Gatekeeper.password).asked
        #expect(asked.question.stage == .change && asked.question.fitsChangeForm)
        #expect(house.access.ownAccount.openSessions(of: kim.name).isEmpty)
        let grant = try await change(asked, house, kim).grant
        #expect(keeper.answers == [["old"], ["new"], ["new"]])
        #expect(grant.session.proofs.map(\.kind) == [.certificate, .password])
        #expect(house.record.events(.passwordChanged).map(\.account) == [kim.name])
    }

    /// Linux-PAM as root, sssd, winbind, pam_pwquality and pam_matrix.
    @Test(arguments: [
        (["New password: ", "Retype new password: "], [["new"], ["new"]]),
        (["Current Password: ", "New Password: ", "Reenter new Password: "], [["old"], ["new"], ["new"]]),
        (
            ["(current) NT password: ", "Enter new NT password: ", "Retype new NT password: "],
            [["old"], ["new"], ["new"]]
        ),
        (["Old password: ", "New Password :", "Verify New Password :"], [["old"], ["new"], ["new"]]),
    ])
    func `is changed whatever the words of the modules`(prompts: [String], answers: [[String]]) async throws {
        let keeper = Gatekeeper(asking: prompts.map { Gatekeeper.change($0) })
        let house = try await House(passwords: keeper)
        let kim = try await house.person()
        let asked = try await house.login(kim, password: Gatekeeper.password).asked
        #expect(await change(asked, house, kim).isSignedIn)
        #expect(keeper.answers == answers)
    }

    @Test func `is asked for again, with what was wrong, when the rules refuse the new one`() async throws {
        let keeper = Gatekeeper(asking: [
            Gatekeeper.change("New password: "),
            Gatekeeper.change("New password: ", notices: ["BAD PASSWORD: it is too short"]),
        ])
        let house = try await House(passwords: keeper)
        let kim = try await house.person()
        let asked = try await house.login(kim, password: Gatekeeper.password).asked
        let again = try await change(asked, house, kim).asked
        #expect(again.question.notices == ["BAD PASSWORD: it is too short"])
        #expect(keeper.answers == [["new"]])
        #expect(await change(again, house, kim).isSignedIn)
    }

    /// What nobody foresaw goes to the person, and no password to a prompt that did not ask for it.
    @Test(arguments: ["Token code: ", "Password hint: ", "Which password server? "])
    func `is not put where something else is asked`(prompt: String) async throws {
        let keeper = Gatekeeper(asking: [Gatekeeper.change("New password: "), Gatekeeper.change(prompt)])
        let house = try await House(passwords: keeper)
        let kim = try await house.person()
        let asked = try await house.login(kim, password: Gatekeeper.password).asked
        let next = try await change(asked, house, kim).asked
        #expect(!next.question.fitsChangeForm)
        #expect(keeper.answers == [["new"]])
    }

    @Test func `opens nothing when its change cannot be recorded`() async throws {
        let keeper = Gatekeeper(asking: [Gatekeeper.change("New password: ")])
        let house = try await House(passwords: keeper)
        let kim = try await house.person()
        let asked = try await house.login(kim, password: Gatekeeper.password).asked
        house.record.breakDown()
        #expect(await change(asked, house, kim).refusal == .logUnavailable)
        #expect(house.access.ownAccount.openSessions(of: kim.name).isEmpty)
    }

    private func change(_ asked: AskedMore, _ house: House, _ person: Inhabitant) async -> LoginOutcome {
        let change = PasswordChange(
            current: SecretBytes(copying: "old".utf8), new: SecretBytes(copying: "new".utf8))
        return await house.access.loginAnswer.give(
            .change(change), to: asked.ticket, by: house.visitor(person.name, person.certificate))
    }
}
