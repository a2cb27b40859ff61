import GatewayFactors
import GatewayIdentity
import Testing

@Suite struct `The life of an authenticator` {
    private static let then = UnixTime(seconds: 1_795_000_000)
    private static let now = UnixTime(seconds: 1_795_000_100)
    private static let other = AuthenticatorID("token-2")

    private static let states: [AuthenticatorState] = [
        .pending(until: now + .seconds(1)), .active(since: then), .locked(since: then), .copied(since: then),
        .lost(since: then), .replaced(since: then, by: other), .revoked(since: then),
    ]
    private static let events: [AuthenticatorEvent] = [
        .confirmed, .exhausted, .suspected, .unlocked, .reportedLost, .replaced(by: other), .revoked,
    ]

    /// A row a state, a column an event, in the orders above.
    private static let table: [[AuthenticatorState?]] = {
        let active = AuthenticatorState.active(since: now), locked = AuthenticatorState.locked(since: now)
        let copied = AuthenticatorState.copied(since: now)
        let lost = AuthenticatorState.lost(since: now), replaced = AuthenticatorState.replaced(since: now, by: other)
        let revoked = AuthenticatorState.revoked(since: now)
        return [
            [active, nil, nil, nil, nil, nil, revoked], [nil, locked, copied, nil, lost, replaced, revoked],
            [nil, nil, nil, active, lost, replaced, revoked], [nil, nil, nil, nil, nil, replaced, revoked],
            [nil, nil, nil, nil, nil, replaced, revoked],
            [nil, nil, nil, nil, nil, nil, nil], [nil, nil, nil, nil, nil, nil, nil],
        ]
    }()

    @Test func `has these steps and no others`() {
        for (state, row) in zip(Self.states, Self.table) {
            for (event, expected) in zip(Self.events, row) {
                #expect(state.after(event, at: Self.now) == expected, "\(state) \(event)")
            }
        }
    }

    @Test func `proves something in one state alone`() {
        #expect(Self.states.map(\.isUsable) == [false, true, false, false, false, false, false])
    }

    @Test func `ends in another's place where that is possible, and is said to`() {
        for state in Self.states {
            #expect(state.isReplaceable == (state.after(.replaced(by: Self.other), at: Self.now) != nil), "\(state)")
        }
    }

    @Test func `does not begin after the time to confirm it has run out`() {
        #expect(AuthenticatorState.pending(until: Self.now).after(.confirmed, at: Self.now) == nil)
    }
}
