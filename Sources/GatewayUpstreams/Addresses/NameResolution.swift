public import GatewayIdentity

/// Where a name leads: what was found last, how long that is good, and when to ask again.
///
/// When asking fails, what was found last stays in use, however old: that names cannot be resolved is no reason to cut a console off. When an answer
/// holds no address that may be used, nothing is: the name has been pointed somewhere else.
public struct NameResolution: Hashable, Sendable {
    public enum Finding: Hashable, Sendable {
        /// At least one.
        case addresses([CheckedAddress])
        /// None of what the name leads to is allowed; this is the first of it.
        case refused(AddressRefusal)
        /// Nothing was ever found.
        case nothing
    }

    public enum Change: Hashable, Sendable {
        case moved([CheckedAddress])
        case refused(AddressRefusal)
        /// The first of several failures in a row.
        case failed(keeping: [CheckedAddress])
    }

    public private(set) var finding = Finding.nothing
    /// When it was found.
    public private(set) var foundAt: Moment?
    private let addressGuard: AddressGuard
    private let period: Duration
    private var failures = 0
    /// Somebody was asked, with or without success.
    public private(set) var isSettled = false
    private var nextAt = Moment(nanoseconds: 0)
    private var isAsking = false

    /// Addresses of one name beyond this many are not looked at.
    public static let mostAddresses = 16
    /// The first pause after a failure; it doubles up to the period.
    private static let firstPause = Duration.seconds(1)

    /// - Parameter period: how long an answer is used before it is asked for again.
    public init(_ addressGuard: AddressGuard, period: Duration) {
        self.addressGuard = addressGuard
        self.period = period
    }

    /// - Returns: whether somebody should ask now; then `answered` or `failed` must follow.
    public mutating func begin(at now: Moment) -> Bool {
        guard !isAsking, now >= nextAt else { return false }
        isAsking = true
        return true
    }

    /// - Parameter answer: at least one address, the preferred one first (RFC 6724).
    public mutating func answered(_ answer: [NetworkAddress], at now: Moment) -> Change? {
        settle(nextAt: now + period)
        failures = 0
        foundAt = now
        var allowed: [CheckedAddress] = []
        var refusal: AddressRefusal?
        for address in answer.prefix(Self.mostAddresses) {
            do throws(AddressRefusal) {
                allowed.append(try addressGuard.check(address))
            } catch {
                refusal = refusal ?? error
            }
        }
        let before = finding
        if allowed.isEmpty, let refusal {
            finding = .refused(refusal)
            return finding == before ? nil : .refused(refusal)
        }
        finding = .addresses(allowed)
        guard case .addresses(let old) = before, Set(old) == Set(allowed) else { return .moved(allowed) }
        return nil
    }

    public mutating func failed(at now: Moment) -> Change? {
        settle(nextAt: now + min(period, Self.firstPause * (1 << min(failures, 20))))
        failures += 1
        guard failures == 1 else { return nil }
        guard case .addresses(let kept) = finding else { return .failed(keeping: []) }
        return .failed(keeping: kept)
    }

    private mutating func settle(nextAt: Moment) {
        self.nextAt = nextAt
        isAsking = false
        isSettled = true
    }
}
