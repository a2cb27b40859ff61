internal import GatewayCrypto
public import GatewayIdentity
public import GatewayPolicy
internal import GatewaySessions
internal import GatewayStore

extension Access {
    /// Reads what must be in memory before the first connection is judged: locks, and the sessions that were open when
    /// the node stopped. People follow by `readEverybody()`; until then each is looked up as they come.
    ///
    /// Times and locks go on as if it had never stopped; a session whose time ran out meanwhile is ended, with its
    /// cause, by the first housekeeping.
    public static func load(_ ports: AccessPorts, settings: AccessSettings, policy: PolicySnapshot)
        async throws(AccessFailure) -> Access
    {
        do {
            let locks = try await ports.store.locks(holdingAt: ports.clock())
            let core = try AccessCore(ports: ports, settings: settings, policy: policy, directory: .early(locks))
            let doubts = try await ports.store.doubts()
            core.doubts.update { $0 = doubts }
            for stored in try await ports.store.liveSessions() {
                let session = LiveSession(stored.session, issuer: nil)
                guard session.becomeOpen() else { continue }
                core.registry.restore(session)
                for token in stored.tokens { core.registry.install(token, for: session) }
            }
            return Access(core: core)
        } catch {
            throw AccessFailure(wrapping: error)
        }
    }

    /// Reads people, bindings and grants, page by page, and publishes them at once. Whoever was looked up meanwhile
    /// stays as they were found then.
    ///
    /// To be called once after `load`, beside everything else, and again after it threw; by one caller at a time.
    public func readEverybody() async throws(AccessFailure) {
        guard !knowsEverybody else { return }
        core.rollCall.begin()
        do {
            let everybody = try await Directory.read(from: core.ports.store)
            core.directory.update { $0.complete(with: everybody) }
            core.rollCall.end(nil)
            // Judgements made before may have been for want of an answer.
            core.advanceEpoch()
        } catch {
            let failure = AccessFailure(wrapping: error)
            core.rollCall.end(failure)
            throw failure
        }
    }

    /// Whether everybody is in memory. From then on for good.
    public var knowsEverybody: Bool { core.rollCall.isDone }

    public var peopleReading: PeopleReading { core.rollCall.progress }

    /// Before everybody is read: finds out whose a verified certificate is, so that `holder(of:)` can say it.
    ///
    /// If the store does not answer, `holder(of:)` goes on refusing the certificate with `storeUnavailable`.
    public func lookUp(_ certificate: ClientCertificate) async {
        guard !knowsEverybody, !core.directory.value.speaks(for: certificate) else { return }
        do throws(StoreError) {
            var entries = try await core.ports.store.directoryEntries(claiming: certificate)
            // A service is judged by its owner, too.
            for owner in entries.compactMap(\.terms?.owner) {
                if let entry = try await core.ports.store.directoryEntry(of: owner) { entries.append(entry) }
            }
            core.directory.update { _ = $0.answer(for: certificate, with: entries) }
        } catch {
            // Nothing is known of this certificate: that is what the directory says of it.
        }
    }
}

extension Directory {
    private static let page = 2000

    fileprivate static func read(from store: any DirectoryStore) async throws -> Directory {
        var directory = Directory()
        var last: AccountName?
        while true {
            // A node that stops reads no further.
            try Task.checkCancellation()
            let entries = try await store.directoryEntries(after: last, limit: page)
            guard let name = entries.last?.account.name else { return directory }
            for entry in entries { directory.put(entry) }
            last = name
        }
    }
}
