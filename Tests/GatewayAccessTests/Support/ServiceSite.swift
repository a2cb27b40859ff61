import GatewayAccess
import GatewayIdentity
import GatewayLimits
import GatewayPolicy
import GatewayStore
import GatewayStoreSQLite
import GatewayTesting
import Testing

/// A house with one person and one program that they answer for.
struct ServiceSite {
    let house: House
    let owner = AccountName(stored: "kim-7f3a")
    let bot = AccountName(stored: "build-bot-5e")
    let certificate = Sample.certificate(0x55, serial: "55")
    let end: UnixTime

    static func policy() throws -> PolicySnapshot {
        try HousePolicy.snapshot { $0.roles[RoleName("build_bot")] = Role(kind: .service) }
    }

    init(days: Int = 30, people: AccountRules = AccountRules(approval: .singlePerson)) async throws {
        let house = try await House(policy: try Self.policy(), people: people)
        let end = house.clock.now + .seconds(86_400 * days)
        try await self.init(house, end: end, terms: try Sample.terms(until: end))
    }

    /// - Parameter terms: `nil`: made before there were any.
    init(terms: ServiceTerms?) async throws {
        let house = try await House(policy: try Self.policy())
        try await self.init(house, end: terms?.until ?? .distantFuture, terms: terms)
    }

    private init(_ house: House, end: UnixTime, terms: ServiceTerms?) async throws {
        self.init(house, end: end)
        try await house.sqlite.insert(Sample.account())
        let account = Sample.service()
        let listing = SpecialListing(account: bot, purpose: "builds", listedBy: owner, listedAt: house.clock.now)
        try await house.sqlite.insert(account, listing: listing, terms: terms)
        try await house.sqlite.bind(
            CertificateBinding(account: bot, reference: .publicKey(certificate.publicKey), boundAt: house.clock.now))
        self = try await restarted()
    }

    private init(_ house: House, end: UnixTime) {
        self.house = house
        self.end = end
    }

    /// Why the program is refused from an address; `nil`: it is not.
    func reason(from source: NetworkAddress) -> Reason? {
        house.access.holder(of: certificate, from: source).reason
    }

    var listed: ServiceAccount {
        get async throws {
            let services = try await house.administration.services(
                readBy: .controlSocket(uid: 0), requestID: RequestID(high: 1, low: 1))
            return try #require(services.first { $0.account.name == bot })
        }
    }

    /// On the same store.
    func restarted(readsEverybody: Bool = true) async throws -> ServiceSite {
        try house.sqlite.close()
        let again = try await House(
            in: house.folder, clock: house.clock, policy: try Self.policy(), readsEverybody: readsEverybody)
        return ServiceSite(again, end: end)
    }
}
