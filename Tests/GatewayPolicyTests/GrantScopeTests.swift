import GatewayIdentity
import GatewayPolicy
import Testing

/// What a partner grant is narrowed to, each part alone (NCT3-1-U1, T84).
@Suite struct `A grant reaches no further than its scope` {
    private let policy: ExamplePolicy
    private let partner: Question

    init() throws {
        policy = try ExamplePolicy()
        partner = try Question.partnerAtTen()
    }

    private func answer(_ change: (inout GrantScope) throws -> Void) throws -> Reason? {
        var scope = GrantScope.unlimited
        try change(&scope)
        return try policy.decide(partner.changed { $0.circumstances.grants[0].scope = scope }).reason
    }

    @Test func `and lets the request in that it is for`() throws {
        #expect(try policy.decide(partner).permit != nil)
        #expect(
            try answer {
                $0.paths = .only([try PathPattern(partner.path)])
                $0.methods = .only([partner.method])
                $0.zones = .only(["isolated_vdi"])
                $0.windows = .only(["office"])
            } == nil)
    }

    @Test func `by path`() throws {
        #expect(try answer { $0.paths = .only([try PathPattern("/elsewhere")]) } == .pathNotAllowed)
    }

    @Test func `by method`() throws {
        #expect(try answer { $0.methods = .only([.post]) } == .actionDenied)
    }

    @Test func `by grade`() throws {
        #expect(try answer { $0.ceiling = .sensitive } == .approvalMissing)
    }

    @Test func `by window, also one that the policy does not know`() throws {
        #expect(try answer { $0.windows = .only(["never-heard-of"]) } == .timeWindowDenied)
    }

    @Test func `by zone`() throws {
        #expect(try answer { $0.zones = .only(["internal"]) } == .zoneDenied)
    }

    @Test func `by country, also where nobody knows it`() throws {
        let korea = try #require(CountryCode("KR"))
        var question = partner.changed { $0.circumstances.grants[0].scope.countries = .only([korea]) }
        question.circumstances.country = nil
        #expect(try policy.decide(question).reason == .countryDenied)
        #expect(try policy.decide(question.changed { $0.circumstances.country = korea }).permit != nil)
    }

    @Test func `by terminal, also one that is designated for others: T88`() throws {
        let other = try #require(DeviceID("OTHER-1"))
        #expect(try answer { $0.devices = .only([other]) } == .deviceNotDesignated)
        #expect(
            try policy.decide(
                partner.changed {
                    $0.circumstances.grants[0].scope.devices = .only([other])
                    $0.circumstances.device = .designated(other)
                }
            ).permit != nil)
    }

    @Test func `by pledge and training, which this rule does not ask for: T86`() throws {
        let now = partner.circumstances.at
        func answer(_ held: [HeldApproval]) throws -> Reason? {
            try policy.decide(
                partner.changed {
                    $0.circumstances.approvals = held
                    $0.circumstances.grants[0].scope.asks = [.pledge, .training]
                }
            ).reason
        }
        #expect(try answer([.held(.training, at: now)]) == .pledgeMissing)
        #expect(try answer([.held(.pledge, at: now)]) == .trainingExpired)
        #expect(try answer([.held(.pledge, at: now), .held(.training, at: now, minutes: 0)]) == .trainingExpired)
        #expect(try answer([.held(.pledge, at: now), .held(.training, at: now)]) == nil)
    }

    @Test func `of several grants the one that is for the request counts, and else the nearest is told`() throws {
        let elsewhere = GrantScope(paths: .only([try PathPattern("/elsewhere")]))
        func answer(_ scopes: GrantScope...) throws -> Reason? {
            try policy.decide(
                partner.changed { question in
                    let grant = question.circumstances.grants[0]
                    question.circumstances.grants = scopes.map { scope in
                        var other = grant
                        other.scope = scope
                        return other
                    }
                }
            ).reason
        }
        #expect(try answer(elsewhere, .unlimited) == nil)
        #expect(try answer(GrantScope(zones: .only(["internal"])), elsewhere) == .pathNotAllowed)
        #expect(try answer(elsewhere, GrantScope(zones: .only(["internal"]))) == .pathNotAllowed)
    }

    @Test func `and an explanation names the part that is not for the request`() throws {
        let explanation = try policy.snapshot().explain(
            partner.changed { $0.circumstances.grants[0].scope.zones = .only(["internal"]) })
        let trace = try #require(explanation.rules.first { $0.rule == RuleID("nct-partner") })
        #expect(trace.failure?.description.contains("grant (zone_denied; what runs is for other zones)") == true)
    }

    @Test func `and one that expired by a second lets nobody in: T84`() throws {
        let now = partner.circumstances.at
        #expect(try policy.decide(partner.changed { $0.circumstances.grants[0].to = now }).reason == .approvalExpired)
    }

    @Test func `and is asked again when its window shuts`() throws {
        let permit = try #require(
            try policy.decide(partner.changed { $0.circumstances.grants[0].scope.windows = .only(["office"]) }).permit)
        let office = try #require(policy.definition.windows["office"])
        #expect(permit.validUntil <= office.nextBoundary(after: partner.circumstances.at))
    }
}
