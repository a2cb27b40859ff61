public import GatewayStore

/// What every store keeps, whatever is below it. An implementation's tests run each claim over an empty store of theirs.
public struct StoreClaim: Sendable, CustomStringConvertible {
    public let description: String
    public let check: @Sendable (any Store) async throws -> Void

    init(_ description: String, _ check: @escaping @Sendable (any Store) async throws -> Void) {
        self.description = description
        self.check = check
    }
}

public enum StoreContract {
    public static let claims: [StoreClaim] =
        people + services + requests + care + directory + factors + authenticators + tokens + tokenStock + resets
        + securityKeys + attempts + sessions + oneTimeCodes + locksAndGrants + approvals + keysAndHistory
        + contactsAndPlaces
        + replacements + policies + recordHolds + reviews + measures + reports
}

/// Runs one thing many times at once and counts how often it was told yes.
func winners(of racers: Int, _ race: @escaping @Sendable (Int) async throws -> Bool) async throws -> Int {
    try await withThrowingTaskGroup(of: Bool.self) { group in
        for racer in 0..<racers { group.addTask { try await race(racer) } }
        return try await group.reduce(0) { $0 + ($1 ? 1 : 0) }
    }
}
