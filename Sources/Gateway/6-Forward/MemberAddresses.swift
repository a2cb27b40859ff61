internal import GatewayIdentity
internal import GatewayUpstreams
internal import Synchronization

/// Where one member is to be found now: known from the start, or what its name led to when it was asked last.
///
/// Connections are made to what is found here and to nothing else: between the check of an address and its use nobody is asked again.
final class MemberAddresses: Sendable {
    let addressGuard: AddressGuard
    let period: Duration
    private let name: String
    private let known: [CheckedAddress]?
    private let resolution: Mutex<NameResolution>
    private let moves = Atomic<UInt64>(0)

    /// - Parameters:
    ///   - host: as the settings have it.
    ///   - period: how long the addresses of a name are used before it is asked again.
    init(of host: String, _ addressGuard: AddressGuard, period: Duration) {
        self.addressGuard = addressGuard
        self.period = period
        name = host
        known = addressGuard.known
        resolution = Mutex(NameResolution(addressGuard, period: period))
    }

    var finding: NameResolution.Finding { known.map { .addresses($0) } ?? resolution.withLock { $0.finding } }

    /// Grows when they change: a connection made before is not lent again.
    var generation: UInt64 { moves.load(ordering: .relaxed) }

    /// The name has been asked, or none has to be.
    var isSettled: Bool { known != nil || resolution.withLock { $0.isSettled } }

    /// Asks again when it is time.
    ///
    /// - Parameter told: hears of changes, on any thread.
    func refresh(at now: Moment, by lookup: NameLookup, _ told: @escaping @Sendable (NameResolution.Change) -> Void) {
        guard known == nil, resolution.withLock({ $0.begin(at: now) }) else { return }
        lookup(name) { [self] answer in
            let change = resolution.withLock { resolution in
                switch answer {
                case .success(let addresses): resolution.answered(addresses, at: .now())
                case .failure: resolution.failed(at: .now())
                }
            }
            guard let change else { return }
            switch change {
            case .moved, .refused: moves.add(1, ordering: .relaxed)
            case .failed: break
            }
            told(change)
        }
    }
}
