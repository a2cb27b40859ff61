internal import GatewayCrypto
internal import GatewayIdentity
public import GatewayReview
public import GatewayStore
internal import Synchronization

/// The register of reports that others made: a provider's check for vulnerabilities (guide, NCT2-2.2-C1), a look for ways around the gate
/// (NCT2-4.2-C1). It holds what they say and when the next one is due; the files stay with whoever filed them.
public struct Reports: Sendable {
    let administration: Administration
    let store: any ReportStore
    /// Reports that are kept.
    let most: Int
    private let counts = ReportCounts()

    public init(access: Access, store: any ReportStore, most: Int = ReportLimits.most) {
        administration = access.administration
        self.store = store
        self.most = most
    }

    var core: AccessCore { administration.core }

    /// As they stand now.
    public func register() async throws(AdministrationProblem) -> ReportRegister {
        ReportRegister(try await reading { () throws(StoreError) in try await store.reports() }, at: core.now())
    }

    /// How many are overdue, as of the last look.
    public var overdue: Int { counts.overdue.withLock { $0 } }

    func note(overdue: Int) { counts.overdue.withLock { $0 = overdue } }

    func reading<Value>(_ read: () async throws(StoreError) -> Value) async throws(AdministrationProblem) -> Value {
        do throws(StoreError) { return try await read() } catch { throw AdministrationProblem(error) }
    }
}

private final class ReportCounts: Sendable {
    let overdue = Mutex(0)
}
