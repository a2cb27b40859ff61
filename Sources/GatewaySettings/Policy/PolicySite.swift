public import GatewayIdentity
public import GatewayPolicy

/// What a policy leaves to the site it is used at, so that one policy serves test and production: who may do what is the policy's, where things
/// stand is the site's.
public struct PolicySite: Hashable, Sendable {
    /// Hosts of one label in the policy (`fab`) stand below it (`fab.gw.localhost`).
    public var domain: HostName
    /// Takes the place of what the policy says, console by console.
    public var upstreams: [ConsoleID: [UpstreamURL]]
    /// Names of the gateway's own doors, which no console can have.
    public var ownHosts: Set<HostName>

    public init(domain: HostName, upstreams: [ConsoleID: [UpstreamURL]] = [:], ownHosts: Set<HostName> = []) {
        self.domain = domain
        self.upstreams = upstreams
        self.ownHosts = ownHosts
    }
}
