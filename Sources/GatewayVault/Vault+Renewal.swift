internal import GatewayCrypto
internal import GatewayIdentity
internal import GatewayStore
internal import Synchronization

extension Vault {
    /// How many rows are brought up to date between two looks at whether to go on.
    private static let page = 200

    /// Whether `renew` has something to do, as far as this process knows.
    public var needsRenewal: Bool { state.withLock { $0.needsRenewal } }

    /// Brings everything under the newest keys: data keys under the newest key-encryption key, keys of accounts and secrets of the
    /// node under the newest data key, secrets of accounts that a data key sealed directly under their account's key.
    ///
    /// Each is put in its own place in one statement, if it is still what was read. So this can be cut off anywhere and begun again, and
    /// nothing is unreadable at any time.
    ///
    /// - Throws: `CancellationError` in between, when the task is cancelled; else what kept it from going on.
    public func renew() async throws {
        // Before the work: whoever takes a key into use meanwhile has it done again.
        state.withLock { $0.needsRenewal = false }
        do {
            try await wrapDataKeysAnew()
            try await wrapAccountKeysAnew()
            try await sealRowsAnew()
        } catch {
            state.withLock { $0.needsRenewal = true }
            throw error
        }
    }

    func wrapDataKeysAnew() async throws {
        let (wrapping, newest) = try wrappingKey()
        for old in try await store.dataKeys().map(\.key) where old.wrappedBy != newest {
            // `false`: another process was faster.
            _ = try await store.replaceDataKey(old, with: wrapping.wrap(unwrap(old)))
        }
    }

    private func wrapAccountKeysAnew() async throws {
        try await page { [store] in
            try await store.accountKeys(wrappedByOtherThan: self.dataKey().id, limit: Self.page)
        } renewing: { old in
            let opened = try await self.dataKey(old.dataKey).unwrap(old)
            _ = try await self.store.replaceAccountKey(old, with: self.dataKey().wrap(opened, of: old.account))
        }
    }

    private func sealRowsAnew() async throws {
        for id in try await store.dataKeys().map(\.key.id) {
            try await page {
                // Of the node's own, those under the newest are where they belong, and come last.
                try await self.store.sealedRows(under: id, limit: Self.page).filter {
                    try !$0.binding.account.isEmpty || id != self.dataKey().id
                }
            } renewing: { row in
                let secret = try await self.open(row.secret, for: row.binding)
                _ = try await self.store.replace(row, with: self.seal(secret, for: row.binding))
            }
        }
    }

    /// Goes on behind what cannot be renewed, and throws for it once nothing else is left. A page at once, so that its changes share the
    /// disk's time.
    private func page<Row: Sendable>(
        _ next: () async throws -> [Row], renewing renew: @escaping @Sendable (Row) async throws -> Void
    ) async throws {
        while true {
            try Task.checkCancellation()
            let rows = try await next()
            guard !rows.isEmpty else { return }
            let failures = await withTaskGroup(of: (any Error)?.self) { group in
                for row in rows {
                    group.addTask {
                        do { try await renew(row) } catch { return error }
                        return nil
                    }
                }
                return await group.reduce(into: []) { failures, failure in failures += failure.map { [$0] } ?? [] }
            }
            if let failure = failures.first, failures.count == rows.count { throw failure }
        }
    }
}
