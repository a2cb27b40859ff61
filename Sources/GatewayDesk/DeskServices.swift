public import GatewayAccess
public import GatewayIdentity

/// What the desk needs beside people and sessions. The program that composes the node fills it in.
public struct DeskServices: Sendable {
    public let access: Access
    /// Reads one PEM certificate with the same reader as the handshake.
    public let readCertificate: @Sendable (_ pem: [UInt8]) -> CertificateReading
    public let status: @Sendable () -> NodeStatus
    /// Reads trust, CRLs, server certificates and policies again, each whole or not at all.
    public let reload: @Sendable () async -> [ReloadedPart]
    public let clock: Clock

    public init(
        access: Access, readCertificate: @escaping @Sendable (_ pem: [UInt8]) -> CertificateReading,
        status: @escaping @Sendable () -> NodeStatus,
        reload: @escaping @Sendable () async -> [ReloadedPart], clock: @escaping Clock
    ) {
        self.access = access
        self.readCertificate = readCertificate
        self.status = status
        self.reload = reload
        self.clock = clock
    }
}

public enum CertificateReading: Hashable, Sendable {
    case certificate(ClientCertificate)
    /// Why not, for the administrator.
    case unreadable(String)
}

/// What the node says of itself.
public struct NodeStatus: Hashable, Sendable {
    public var version: String
    public var startedAt: UnixTime
    /// How often trust anchors and CRLs were replaced since the start.
    public var trustGeneration: UInt64
    /// Stale, missing or foreign CRLs, in words.
    public var revocationAlarms: [String]
    public var isDraining: Bool

    public init(
        version: String, startedAt: UnixTime, trustGeneration: UInt64, revocationAlarms: [String], isDraining: Bool
    ) {
        self.version = version
        self.startedAt = startedAt
        self.trustGeneration = trustGeneration
        self.revocationAlarms = revocationAlarms
        self.isDraining = isDraining
    }
}

/// One thing that a reload read again.
public struct ReloadedPart: Hashable, Sendable {
    public let name: String
    public let result: Result

    public enum Result: Hashable, Sendable {
        case adopted
        /// The old one goes on serving. `FILE:LINE:COLUMN: what, value, expected`.
        case kept(because: String)
    }

    public init(name: String, result: Result) {
        self.name = name
        self.result = result
    }
}
