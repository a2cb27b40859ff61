import GatewayAccess
import GatewayIdentity
import GatewayLimits
import GatewayPolicy
import GatewayStore
import GatewayStoreSQLite
import GatewayTesting
import Testing

/// Guide, NCT2-4.2-U4.
@Suite struct `A special role` {
    private let lee = House.mandate(.administrator(AccountName(stored: "hong-41c2")), "runs the clusters")

    @Test func `counts for nothing outside the list of special-purpose accounts (T96)`() async throws {
        let house = try await House()
        let kim = try await house.person("kim-7f3a")
        // Past the desk, straight into the store.
        try await house.sqlite.setRoles([RoleName("security_admin")], of: kim.name, listing: .keep)
        let restarted = try await house.restarted()
        #expect(restarted.access.holder(of: kim.certificate, from: Sample.address).reason == .approvalMissing)
        #expect(await restarted.login(kim).refusal == .approvalMissing)
        let special = try await restarted.administration.specialAccounts(readBy: lee.actor, requestID: lee.requestID)
        #expect(special.map(\.account.name) == [kim.name])
        #expect(special.allSatisfy { $0.listing == nil })
    }

    @Test func `brings the account into the list, with purpose and approver, and out of it again (T96)`() async throws {
        let house = try await House()
        let kim = try await house.person("kim-7f3a")
        try await house.administration.setRoles([RoleName("security_admin")], of: kim.name, lee)
        #expect(await house.login(kim).isSignedIn)
        let listed = try await house.administration.specialAccounts(readBy: lee.actor, requestID: lee.requestID)
        #expect(listed.first?.listing?.purpose == "runs the clusters")
        #expect(listed.first?.listing?.listedBy == AccountName(stored: "hong-41c2"))
        try await house.administration.setRoles([RoleName("staff")], of: kim.name, lee)
        #expect(try await house.administration.specialAccounts(readBy: lee.actor, requestID: lee.requestID).isEmpty)
    }

    @Test func `is whatever a policy puts on the list`() async throws {
        let policy = try HousePolicy.snapshot { $0.roles[RoleName("engineer")]?.isSpecial = true }
        let house = try await House(policy: policy)
        try await house.add("kim-7f3a", roles: ["engineer"], certificate: Sample.certificate())
        let listed = try await house.administration.specialAccounts(readBy: lee.actor, requestID: lee.requestID)
        #expect(listed.map(\.account.name.text) == ["kim-7f3a"])
    }

    @Test func `is looked at every quarter (T96)`() async throws {
        let house = try await House(
            people: AccountRules(approval: .singlePerson, unused: .days(180), review: .days(184)))
        try await house.add("kim-7f3a", roles: ["security_admin"], certificate: Sample.certificate())
        try await house.add("park-2c9d", certificate: Sample.certificate(2, serial: "2"))
        house.clock.advance(by: .days(92))
        try await house.access.housekeeping.careForAccounts(at: house.clock.now, requestID: lee.requestID)
        #expect(house.record.events(.reviewOverdue).map(\.account?.text) == ["kim-7f3a"])
        try await house.administration.signOffSpecialCheck(of: AccountName(stored: "kim-7f3a"), lee)
        let listed = try await house.administration.specialAccounts(readBy: lee.actor, requestID: lee.requestID)
        #expect(listed.first?.checkDue == house.clock.now + .days(92))
    }

    @Test func `is never for people of other organisations (T96)`() {
        #expect(throws: PolicyDefects.self) {
            try HousePolicy.snapshot { $0.roles[RoleName("privileged_admin")] = Role(kind: .external) }
        }
        #expect(throws: PolicyDefects.self) {
            try HousePolicy.snapshot { $0.roles[RoleName("foreign_partner")]?.isSpecial = true }
        }
    }
}

extension CertificateHolder {
    var reason: Reason? {
        if case .refused(_, let reason) = self { reason } else { nil }
    }
}
