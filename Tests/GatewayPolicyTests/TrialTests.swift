import GatewayIdentity
import GatewayPolicy
import Testing

@Suite struct `A rule on trial` {
    private var policy: ExamplePolicy

    init() throws { policy = try ExamplePolicy() }

    /// Everybody out of the console, if it were in force.
    private func deny(onTrial: Bool) throws -> Rule {
        Rule(
            id: "trial-deny",
            target: .init(roles: .all, consoles: .only(["fab"]), paths: [try PathPattern("/project/**")]),
            effect: .deny(.init()), isOnTrial: onTrial)
    }

    @Test func `decides nothing, and what it would decide can be asked`() throws {
        var tried = policy
        tried.definition.rules.append(try deny(onTrial: true))
        let snapshot = try tried.snapshot()
        let question = try Question.staffAtTen()
        #expect(snapshot.decide(question).reason == nil)
        let onTrial = try #require(snapshot.onTrial)
        #expect(onTrial.decide(question).reason == .denyRule)
    }

    @Test func `answers on trial as it would in force`() throws {
        var tried = policy
        tried.definition.rules.append(try deny(onTrial: true))
        var inForce = policy
        inForce.definition.rules.append(try deny(onTrial: false))
        let (onTrial, snapshot) = (try #require(try tried.snapshot().onTrial), try inForce.snapshot())
        for seed in 1...50 as ClosedRange<UInt64> {
            var random = SeededRandom(seed)
            let question = try Question.random(&random)
            #expect("\(onTrial.decide(question))" == "\(snapshot.decide(question))")
        }
    }

    @Test func `is inspected like any other, and where none is on trial nothing is asked twice`() throws {
        #expect(try policy.snapshot().onTrial == nil)
        var wrong = policy
        wrong.definition.rules.append(
            Rule(
                id: "bad", target: .init(roles: .only(["nobody"]), consoles: .all), effect: .deny(.init()),
                isOnTrial: true))
        #expect(throws: PolicyDefects.self) { try wrong.snapshot() }
    }

    @Test func `opens no console by itself`() throws {
        var tried = policy
        for index in tried.definition.rules.indices { tried.definition.rules[index].isOnTrial = true }
        let snapshot = try tried.snapshot()
        #expect(snapshot.decide(try Question.staffAtTen()).reason == .defaultDeny)
        #expect(snapshot.consoles(reachableBy: ["staff"]).isEmpty)
    }
}
