public import GatewayIdentity
public import GatewaySessions

/// An open connection of somebody whose certificate is bound, as its event loop sees it.
public struct LiveConnection: Sendable {
    public let account: AccountName
    public let certificate: ClientCertificate
    public let source: NetworkAddress
    /// By the database of this node; `nil`: it does not know.
    public let country: CountryCode?
    public let openedAt: UnixTime
    /// Which its last request showed; `nil`: it came by the certificate alone.
    public let session: SessionID?
    public let place: LivePlace
    /// What was asked for by the certificate alone.
    public let alone: ActivityCounts
    /// Exchanges that run.
    public let streams: [LiveStream]

    public init(
        account: AccountName, certificate: ClientCertificate, source: NetworkAddress, country: CountryCode?,
        openedAt: UnixTime, session: SessionID?, place: LivePlace, alone: ActivityCounts = .init(),
        streams: [LiveStream] = []
    ) {
        self.account = account
        self.certificate = certificate
        self.source = source
        self.country = country
        self.openedAt = openedAt
        self.session = session
        self.place = place
        self.alone = alone
        self.streams = streams
    }
}

/// What a connection leads to: one name for each connection.
public enum LivePlace: Hashable, Sendable {
    case console(ConsoleID, Grade)
    /// Our own pages.
    case gate
    case desk
}

/// An exchange that lasts.
public struct LiveStream: Hashable, Sendable {
    public enum Kind: String, CaseIterable, Sendable {
        case webSocket = "websocket"
        /// Server-sent events.
        case events
        case grpc
        /// A long answer or a long body.
        case transfer
    }

    public let kind: Kind
    public let request: RequestID
    public let console: ConsoleID
    public let startedAt: UnixTime
    public let bytesIn: Int
    public let bytesOut: Int

    public init(
        kind: Kind, request: RequestID, console: ConsoleID, startedAt: UnixTime, bytesIn: Int, bytesOut: Int
    ) {
        self.kind = kind
        self.request = request
        self.console = console
        self.startedAt = startedAt
        self.bytesIn = bytesIn
        self.bytesOut = bytesOut
    }
}
