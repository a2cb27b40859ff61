internal import GatewayCrypto
public import GatewayIdentity
public import GatewayStore

extension Administration {
    /// Keeps records beyond their time.
    ///
    /// - Parameters:
    ///   - from: records from then on; `nil`: from the first one.
    ///   - to: records before then; `nil`: all that follow.
    public func holdRecords(from: UnixTime?, to: UnixTime?, _ mandate: Mandate) async throws(AdministrationProblem)
        -> RecordHold
    {
        let id: String
        do throws(CryptoFailure) { id = try core.identifier() } catch { throw AdministrationProblem(wrapping: error) }
        let hold = RecordHold(
            id: id, from: from, to: to, reason: mandate.reason.description, by: mandate.actor.storedName,
            at: core.now())
        return try await carryOut(.recordsHeld, mandate, details: hold.details, over: .node) {
            () throws(AdministrationProblem) in
            if let from, let to, from >= to { throw .emptyPeriod }
        } _: { _ in
            try await core.ports.store.insert(hold)
            return hold
        }
    }

    /// Lets records go when their time is over. Nobody lifts what they set themselves, but for whoever may open the control socket.
    public func liftHold(_ id: String, _ mandate: Mandate) async throws(AdministrationProblem) {
        let hold: RecordHold?
        do throws(StoreError) {
            hold = try await core.ports.store.holds().first { $0.id == id }
        } catch {
            throw AdministrationProblem(error)
        }
        guard let hold else { throw .notFound(.recordHold) }
        try await carryOut(.recordsReleased, mandate, details: hold.details, severity: .high, over: .node) {
            () throws(AdministrationProblem) in
            if case .administrator(let name) = mandate.actor, name == hold.by { throw .ownRequest }
        } _: { now in
            try await core.ports.store.liftHold(
                id, by: mandate.actor.storedName, at: now, reason: mandate.reason.description)
        }
    }

    public func recordHolds() async throws(AdministrationProblem) -> [RecordHold] {
        do throws(StoreError) {
            return try await core.ports.store.holds()
        } catch {
            throw AdministrationProblem(error)
        }
    }
}

extension RecordHold {
    fileprivate var details: [String: String] {
        var details = ["hold": id]
        if let from { details["from"] = RFC3339.string(from) }
        if let to { details["until"] = RFC3339.string(to) }
        return details
    }
}
