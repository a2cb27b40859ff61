import GatewayIdentity
import GatewayPolicy
import Testing

@Suite struct `An exception` {
    private let policy: ExamplePolicy
    private let abroad: Question
    private let now: UnixTime

    init() throws {
        policy = try ExamplePolicy()
        abroad = try .staffAtTen().changed { $0.circumstances.source = try .of("10.30.0.5") }
        now = abroad.circumstances.at
        #expect(try policy.decide(abroad).reason == .zoneDenied)
    }

    private func exception(
        to rule: RuleID = "nct-staff", zones: Set<ZoneName> = ["wireless"], windows: Set<WindowName> = [],
        from: Duration = .minutes(-60), lasting: Duration = .minutes(90), accounts: Selection<AccountName> = .all
    ) -> RuleException {
        RuleException(
            to: rule, accounts: accounts, zones: zones, windows: windows, from: now + from,
            expires: now + from + lasting, reason: "the cables are being laid anew",
            approvedBy: AccountName(stored: "park-5e11"))
    }

    private func with(_ exception: RuleException) throws -> PolicySnapshot {
        var policy = policy
        policy.definition.exceptions["e"] = exception
        return try policy.snapshot()
    }

    private func defects(_ exception: RuleException, longest: Duration = PolicyDefaults.mostDays) -> [String] {
        var policy = policy
        policy.definition.exceptions["e"] = exception
        policy.definition.defaults.longestException = longest
        do throws(PolicyDefects) {
            _ = try PolicySnapshot(compiling: policy.definition, sha256: .sample)
            return []
        } catch {
            return error.all.map { "\($0.place): \($0)" }
        }
    }

    @Test func `opens another zone for a while, and the permit says until when`() throws {
        let snapshot = try with(exception(from: .minutes(-1), lasting: .minutes(3)))
        #expect(snapshot.decide(abroad).permit?.validUntil == now + .minutes(2))
        #expect(snapshot.explain(abroad).exceptions == ["e"])
    }

    @Test func `T20: stops at that very second`() throws {
        let snapshot = try with(exception(from: .minutes(-5), lasting: .minutes(5)))
        #expect(snapshot.decide(abroad).reason == .zoneDenied)
        #expect(snapshot.explain(abroad).exceptions == [])
        let before = abroad.changed { $0.circumstances.move(to: now - .milliseconds(1)) }
        #expect(snapshot.decide(before).permit?.validUntil == now)
        // Nor does it hold before it begins.
        let early = try with(exception(from: .milliseconds(1)))
        #expect(early.decide(abroad).reason == .zoneDenied)
        let standing = early.standing(of: abroad.subject, on: abroad.console, in: abroad.circumstances)
        #expect(standing.validUntil == now + .milliseconds(1))
    }

    @Test func `T21: is not taken when it lasts longer than the policy permits`() {
        let day = Duration.minutes(1440)
        #expect(defects(exception(lasting: day * 90)) == [])
        #expect(
            defects(exception(lasting: day * 90 + .seconds(1))) == [
                "exceptions.e.expires: lasts longer than 90 days after its start (defaults.max_exception_days)"
            ])
        #expect(defects(exception(lasting: day * 8), longest: day * 7).count == 1)
        #expect(defects(exception(lasting: .zero)) == ["exceptions.e.expires: ends before it begins"])
    }

    @Test func `opens another window, and the end of that one counts`() throws {
        var policy = policy
        policy.definition.windows["late"] = AccessWindow(
            days: [.monday], hours: [try #require(MinuteRange(from: 1140, to: 1320))], zone: .seoul)
        policy.definition.exceptions["e"] = exception(
            zones: [], windows: ["late"], from: .zero, lasting: .minutes(1440))
        let evening = try abroad.changed {
            $0.circumstances.move(to: now + .minutes(600))
            $0.circumstances.proofs = [.certificate(now + .minutes(600)), .totp(now + .minutes(600))]
            $0.circumstances.source = try .of("10.20.1.5")
        }
        #expect(try self.policy.decide(evening).reason == .timeWindowDenied)
        let permit = try #require(try policy.decide(evening).permit)
        #expect(permit.validUntil == now + .minutes(615), "the code's age ends first")
        let end = now + .minutes(720)
        let last = evening.changed {
            $0.circumstances.move(to: end - .seconds(1))
            $0.circumstances.proofs = [.certificate(end - .seconds(1)), .totp(end - .seconds(1))]
        }
        let answer = try policy.decide(last)
        #expect(answer.permit?.validUntil == end, "\(answer)")
    }

    @Test func `is for the accounts it names`() throws {
        let other = try with(exception(accounts: .only([AccountName(stored: "cho-31bd")])))
        #expect(other.decide(abroad).reason == .zoneDenied)
        let own = try with(exception(accounts: .only([abroad.subject.account])))
        #expect(own.decide(abroad).permit != nil)
    }

    @Test func `to a deny rule keeps it from striking`() throws {
        var policy = policy
        policy.definition.rules[0].conditions?.zones = .all
        policy.definition.rules.append(
            try .deny("closed", on: "fab", "/project/**", .init(exceptZones: ["internal"])))
        #expect(try policy.decide(abroad).reason == .denyRule)
        policy.definition.exceptions["e"] = exception(to: "closed")
        #expect(try policy.decide(abroad).permit != nil)
        let explanation = try policy.snapshot().explain(abroad)
        #expect(explanation.rules.first { $0.rule == "closed" }?.failure == .exception)
    }

    @Test func `13: relaxes neither factors nor approvals nor storage`() throws {
        var policy = policy
        policy.definition.rules[0].conditions?.approvals = ["two_person"]
        policy.definition.exceptions["e"] = exception()
        #expect(try policy.decide(abroad).reason == .approvalMissing)
        let approved = abroad.changed { $0.circumstances.approvals = [.held("two_person", at: now)] }
        #expect(try policy.decide(approved).permit?.obligations.storage == .deny)
        #expect(try policy.decide(approved.changed { $0.circumstances.proofs.removeLast() }).stepUp != nil)
    }

    @Test func `to nothing is a mistake`() {
        #expect(
            defects(exception(to: "nct")).first?.hasPrefix("exceptions.e.to: 'nct' is not defined; defined are:")
                == true)
        #expect(defects(exception(zones: [])) == ["exceptions.e: 'e' asks for nothing"])
        #expect(
            defects(exception(to: "notice-staff")) == [
                "exceptions.e.zones: rule 'notice-staff' has nothing of the kind that could be relaxed"
            ])
        #expect(defects(exception(zones: ["x"])).count == 1)
    }
}
