import GatewayAccess

extension Reports {
    /// Soon after the start, then every few seconds: a look at few rows.
    var chores: [Chores.Chore] {
        [
            Chores.Chore(every: 10, from: 5) { (now, id) throws(AccessFailure) in
                try await keepUp(at: now, requestID: id)
            }
        ]
    }
}
