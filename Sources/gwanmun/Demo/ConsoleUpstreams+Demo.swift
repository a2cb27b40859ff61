import GatewayIdentity
import GatewayPolicy

extension ConsoleUpstreams {
    /// A server of the person who tries the demo: naming it on the command line is leave enough for it to be nearby.
    static func ofDemo(_ url: UpstreamURL) -> ConsoleUpstreams {
        ConsoleUpstreams(
            members: [Member(url)], allowsPrivate: true,
            networks: ["127.0.0.0/8", "::1"].compactMap { CIDRBlock($0) })
    }
}
