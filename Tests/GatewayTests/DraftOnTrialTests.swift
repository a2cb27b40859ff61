import GatewayAccess
import GatewayIdentity
import GatewayPolicy
import GatewaySessions
import GatewayTesting
import Testing

@testable import Gateway

/// Issue 5, point 9: what a draft would have done stands beside what was done.
@Suite struct `A draft on trial at the gate` {
    private static let digest = Sample.digest(9)

    /// The station's policy, with a change.
    private func draft(_ change: (inout PolicyDefinition) throws -> Void) throws -> PolicySnapshot {
        var definition = try StationPolicy.snapshot().definition
        try change(&definition)
        return try PolicySnapshot(compiling: definition, sha256: Self.digest)
    }

    private func closing(_ console: String, _ path: String, onTrial: Bool = false) throws -> Rule {
        Rule(
            id: RuleID("closed"),
            target: .init(roles: .all, consoles: .only([ConsoleID(console)]), paths: [try PathPattern(path)]),
            effect: .deny(.init()), isOnTrial: onTrial)
    }

    private let secret = "GET /plans/x HTTP/1.1\r\nHost: build.example\r\nAccept: application/json\r\n"

    private func idle(_ minutes: Int64) throws -> PolicySnapshot {
        try draft { $0.grades[.sensitive]?.limits.idle = .seconds(60 * minutes) }
    }

    @Test func `answers beside the policy in force, in the record alone, until it is taken away`() async throws {
        let station = try await Station()
        let person = try await station.person()
        let cookie = "Cookie: __Host-gwanmun=\(try await station.enter(person).cookie.text)\r\n\r\n"
        let draft = try draft { $0.rules.append(try closing("build", "/plans/**")) }
        let talk = try Conversation(at: station, showing: person.chain, to: "build.example")
        let upstream = try talk.upstream("build")
        func asked() throws -> String {
            try talk.send(secret + cookie)
            #expect(try upstream.received().hasPrefix("GET /plans/x "))
            try upstream.say("HTTP/1.1 204 No Content\r\n\r\n")
            #expect(try talk.heard().hasPrefix("HTTP/1.1 204 "))
            return try #require(talk.lane.records.last { $0.contains(#""type":"decision""#) })
        }
        #expect(!(try asked().contains("trial_")))
        // On the connection that stands.
        station.node.putOnTrial(draft)
        let record = try asked()
        #expect(record.contains(#""decision":"permit""#) && record.contains(#""rule_id":"build-people""#))
        #expect(record.contains(#""trial_decision":"deny","trial_reason":"deny_rule","trial_rule_id":"closed""#))
        #expect(record.contains(#""trial_policy_sha256":"\#(Self.digest.hex)""#))
        #expect(record.contains(#""policy_sha256":"\#(Sample.digest(7).hex)""#))
        #expect(record.contains(#""inputs":"whole""#))
        station.node.putOnTrial(nil)
        #expect(!(try asked().contains("trial_")))
    }

    @Test func `is what is asked while rules of the policy in force are on trial, too`() async throws {
        let station = try await Station { $0.rules.append(try closing("notice", "/plans/**", onTrial: true)) }
        let person = try await station.person()
        let talk = try Conversation(at: station, showing: person.chain, to: "notice.example")
        func record() throws -> String {
            _ = try talk.ask("GET /secret/x HTTP/1.1\r\nHost: notice.example\r\nAccept: application/json\r\n\r\n")
            return try #require(talk.lane.records.last)
        }
        #expect(try record().contains(#""trial_policy_sha256":"\#(Sample.digest(7).hex)""#))
        station.node.putOnTrial(try draft { $0.rules.removeAll { $0.id == RuleID("no-secrets") } })
        let tried = try record()
        #expect(tried.contains(#""decision":"deny""#) && tried.contains(#""trial_decision":"permit""#))
        #expect(tried.contains(#""trial_policy_sha256":"\#(Self.digest.hex)""#))
    }

    @Test func `that has no such console would deny`() async throws {
        let station = try await Station()
        let person = try await station.person()
        station.node.putOnTrial(
            try draft { definition in
                definition.consoles.removeAll { $0.id == ConsoleID("notice") }
                definition.rules.removeAll { $0.id == RuleID("notice-people") || $0.id == RuleID("no-secrets") }
            })
        let talk = try Conversation(at: station, showing: person.chain, to: "notice.example")
        _ = try talk.ask("GET /secret/x HTTP/1.1\r\nHost: notice.example\r\nAccept: application/json\r\n\r\n")
        let record = try #require(talk.lane.records.last)
        #expect(record.contains(#""trial_decision":"deny","trial_reason":"default_deny""#))
    }

    @Test(arguments: [
        (10, 11, "permit", "deny"), (30, 16, "deny", "permit"), (20, 16, "deny", "permit"), (12, 16, "deny", "deny"),
    ])
    func `answers by limits of its own where a session rests`(
        limit: Int64, rest: Int64, done: String, tried: String
    ) async throws {
        let station = try await Station()
        let person = try await station.person()
        let cookie = "Cookie: __Host-gwanmun=\(try await station.enter(person).cookie.text)\r\n\r\n"
        station.node.putOnTrial(try idle(limit))
        let talk = try Conversation(at: station, showing: person.chain, to: "build.example")
        _ = try talk.upstream("build")
        station.clock.advance(by: .seconds(60 * rest))
        try talk.send(secret + cookie)
        let record = try #require(talk.lane.records.last { $0.contains(#""decision":"#) })
        #expect(record.contains(#""decision":"\#(done)""#), "\(record)")
        #expect(record.contains(#""trial_decision":"\#(tried)""#), "\(record)")
        // The answer of a limit is not the policy's, and the record does not say that it were.
        #expect(record.contains(#""inputs":"\#(done == "deny" ? "none" : "whole")""#), "\(record)")
        #expect(record.contains(#""reason":"session_idle""#) == (done == "deny"))
        #expect(record.contains(#""trial_reason":"session_idle""#) == (tried == "deny"))
    }
}
