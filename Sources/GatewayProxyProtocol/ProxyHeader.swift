public import GatewayIdentity

/// What a proxy says in front of a connection that it carries (PROXY protocol 1 and 2,
/// https://www.haproxy.org/download/3.0/doc/proxy-protocol.txt).
///
/// Only the source is kept. Certificates, names and protocols that a proxy could add are what it believes, and decide nothing here.
public enum ProxyHeader: Hashable, Sendable {
    /// Carried for this source.
    case forwarded(source: NetworkAddress)
    /// Carried for nobody: the proxy itself connects, to see whether we are well.
    case local
    /// Carried for somebody whom the proxy cannot name over TCP and IP.
    case unnamed

    /// The longest header that is taken, in bytes: room for what clouds add to version 2. A line of version 1 is never longer than
    /// `longestLine`.
    public static let longest = 4096
    /// Section 2.1, worst case, CRLF included.
    public static let longestLine = 107

    /// Reads the header at the beginning of a connection. It has to be there: nothing else is looked for.
    ///
    /// - Parameter bytes: all that came since the connection was made.
    public static func read(_ bytes: UnsafeRawBufferPointer) -> ProxyHeaderStep {
        guard let first = bytes.first else { return .needsMore }
        return first == ProxyBlock.signature[0] ? ProxyBlock.read(bytes) : ProxyLine.read(bytes)
    }
}

/// How far a header could be read.
public enum ProxyHeaderStep: Hashable, Sendable {
    /// Not whole yet, and right so far. Never the answer to `ProxyHeader.longest` bytes.
    case needsMore
    /// What the header says, and its length in bytes; behind it the client speaks.
    case complete(ProxyHeader, length: Int)
    /// "Any sequence which does not exactly match the protocol must be discarded and cause the receiver to abort the connection."
    case refused(ProxyProblem)
}
