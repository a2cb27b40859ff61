import GatewayIdentity
import GatewayPolicy
import GatewayStore
import GatewayTesting
import GatewayWatch
import Testing

@testable import GatewayAccess

/// NCT2-4.2-C3, NCT2-4.3-P2: who tries to take a measure out of the way that is about them, or about a partner they answer for, is seen by auditors.
@Suite struct `Whoever tries to undo a measure of their own` {
    /// Every door that a measure closes to whom it is about.
    enum Door: CaseIterable {
        case lift, liftLock, resumeGrant, addGrant, bind

        var order: SecurityEvent.Kind {
            switch self {
            case .lift: .measureLifted
            case .liftLock: .lockLifted
            case .resumeGrant: .grantResumed
            case .addGrant: .grantAdded
            case .bind: .certificateBound
            }
        }
    }

    /// A partner whom two measures keep out, and their sponsor.
    private struct Scene {
        let house: House
        let partner: AccountName
        let sponsor = House.mandate(.administrator(AccountName(stored: "lee-90aa")), "it was a mistake")
        let locking: TakenMeasure
        let pausing: TakenMeasure
        private static let another = Sample.certificate(0x42, serial: "42")

        init() async throws {
            house = try await House()
            let smith = try await house.partner()
            partner = smith.name
            _ = try await house.enter(smith)
            locking = try await house.access.measures.take(
                house.finding(.lockCertificate, on: partner), id: RequestID(high: 7, low: 1))
            pausing = try await house.access.measures.take(
                house.finding(.pauseGrant, on: partner), id: RequestID(high: 7, low: 2))
        }

        func attempt(_ door: Door, by mandate: Mandate) async throws(AdministrationProblem) {
            switch door {
            case .lift: try await house.access.measures.lift(pausing.id, mandate)
            case .liftLock: try await house.administration.liftLock(locking.effect.locks[0], mandate)
            case .resumeGrant: try await house.administration.resumeGrant(pausing.effect.grants[0], mandate)
            case .addGrant:
                _ = try await house.administration.addGrant(house.grant(to: partner, hours: 1), mandate)
            case .bind:
                _ = try await house.administration.bind(Self.another, to: partner, mandate)
            }
        }

        func measures(of door: Door) -> [String] {
            switch door {
            case .lift, .resumeGrant: [pausing.id]
            case .liftLock: [locking.id]
            case .addGrant, .bind: [locking.id, pausing.id]
            }
        }

        /// What a way out would have changed.
        func isShut() async throws -> Bool {
            let locks = try await house.store.locks(holdingAt: house.clock.now)
            let grants = try await house.store.grants(of: partner)
            let isBound = try await house.store.owner(of: Self.another) != nil
            return locks.count == 1 && grants.count == 1 && grants[0].pause != nil && !isBound
        }
    }

    @Test(arguments: Door.allCases)
    func `is in the record, once: who, about whom, what they wanted, in spite of which measure`(door: Door)
        async throws
    {
        let scene = try await Scene()
        let before = scene.house.record.events.count
        await #expect(throws: AdministrationProblem.ownMeasure) {
            try await scene.attempt(door, by: scene.sponsor)
        }
        let told = scene.house.record.events.dropFirst(before)
        let refusal = try #require(told.first)
        #expect(told.count == 1)
        #expect(refusal.kind == .administrationRefused && refusal.outcome == .failure)
        #expect(refusal.reason == .actionDenied)
        #expect(refusal.actor == scene.sponsor.actor && refusal.account == scene.partner)
        #expect(refusal.requestID == scene.sponsor.requestID && refusal.statedReason == "it was a mistake")
        #expect(refusal.details["order"] == door.order.rawValue)
        #expect(scene.measures(of: door).contains(try #require(refusal.details["measure"])))
        #expect(refusal.details["rule"] == "rule")
        #expect(try await scene.isShut())
    }

    @Test(arguments: Door.allCases)
    func `gets nowhere when that cannot be recorded either`(door: Door) async throws {
        let scene = try await Scene()
        scene.house.record.breakDown()
        do throws(AdministrationProblem) {
            try await scene.attempt(door, by: scene.sponsor)
            Issue.record("not refused")
        } catch {
            guard case .failed(let failure) = error, failure.reason == .logUnavailable else {
                Issue.record("\(error)")
                return
            }
        }
        #expect(try await scene.isShut())
    }

    @Test(arguments: Door.allCases)
    func `is told from anybody else, of whom there is no refusal`(door: Door) async throws {
        let scene = try await Scene()
        try await scene.attempt(door, by: House.mandate(.administrator(AccountName(stored: "sec-4d5e"))))
        #expect(scene.house.record.events(.administrationRefused).isEmpty)
        #expect(scene.house.record.events(door.order).count >= 1)
    }
}
