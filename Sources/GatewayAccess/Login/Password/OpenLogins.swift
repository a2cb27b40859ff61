internal import GatewayIdentity
internal import Synchronization

/// The logins that wait for people: few, each for a short while, one of each person. Their state is in memory; another node or a restart knows nothing of them.
final class OpenLogins: Sendable {
    private let limits: OpenLoginLimits
    private let logins = Mutex<[LoginTicket: OpenLogin]>([:])

    init(limits: OpenLoginLimits) { self.limits = limits }

    enum Admission {
        /// With what had to give way: an earlier login of the same person.
        case held(displaced: [OpenLogin])
        case full
    }

    var count: Int { logins.withLock { $0.count } }

    func until(from now: UnixTime) -> UnixTime { now + limits.time }

    func hold(_ login: OpenLogin, as ticket: LoginTicket) -> Admission {
        logins.withLock { logins in
            let earlier = logins.filter { $0.value.visitor.account == login.visitor.account }
            guard logins.count - earlier.count < limits.total else { return .full }
            for ticket in earlier.keys { logins[ticket] = nil }
            logins[ticket] = login
            return .held(displaced: Array(earlier.values))
        }
    }

    /// For one answer: from then on the ticket names nothing.
    ///
    /// - Returns: `nil` when there is none, when it is somebody else's, or when its time is up; somebody else's stays.
    func take(_ ticket: LoginTicket, for visitor: VerifiedVisitor, at now: UnixTime) -> OpenLogin? {
        logins.withLock { logins in
            guard let login = logins[ticket], login.belongs(to: visitor), now < login.until else { return nil }
            logins[ticket] = nil
            return login
        }
    }

    func takeExpired(at now: UnixTime) -> [OpenLogin] { take { $0.until <= now } }

    func takeAll() -> [OpenLogin] { take { _ in true } }

    func takeAll(of account: AccountName) -> [OpenLogin] { take { $0.visitor.account == account } }

    private func take(where isWanted: (OpenLogin) -> Bool) -> [OpenLogin] {
        logins.withLock { logins in
            let wanted = logins.filter { isWanted($0.value) }
            for ticket in wanted.keys { logins[ticket] = nil }
            return Array(wanted.values)
        }
    }
}
