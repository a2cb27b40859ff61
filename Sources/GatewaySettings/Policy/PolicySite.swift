public import GatewayIdentity
public import GatewayPolicy

/// What a policy leaves to the site it is used at, so that one policy serves test and production: who may do what is the policy's, where things
/// stand is the site's.
public struct PolicySite: Hashable, Sendable {
    /// Hosts of one label in the policy (`fab`) stand below it (`fab.gw.localhost`).
    public var domain: HostName
    /// Takes the place of what the policy says, console by console.
    public var upstreams: [ConsoleID: ConsoleUpstreams]
    /// Names of the gateway's own doors, which no console can have.
    public var ownHosts: Set<HostName>
    /// Where consoles stand that neither the policy nor the site places; `nil`: such a console is an error. For looking at a policy away from its
    /// site, never for serving it.
    public var unplaced: UpstreamURL?

    public init(
        domain: HostName, upstreams: [ConsoleID: ConsoleUpstreams] = [:], ownHosts: Set<HostName> = [],
        unplaced: UpstreamURL? = nil
    ) {
        self.domain = domain
        self.upstreams = upstreams
        self.ownHosts = ownHosts
        self.unplaced = unplaced
    }
}
