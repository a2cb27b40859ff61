internal import GatewayMetrics

/// What became of a request.
enum RequestDecision: Int, Label {
    /// Forwarded, or it would have been, had the upstream been reached.
    case permit
    /// Another factor is asked for.
    case stepUp
    case deny
    /// By one of our own pages, or the desk.
    case answered

    static let labelName = "decision"

    var text: String {
        switch self {
        case .permit: "permit"
        case .stepUp: "step_up"
        case .deny: "deny"
        case .answered: "answered"
        }
    }
}

/// The class of a status (RFC 9110 § 15): few series, and all that an alarm needs.
enum StatusClass: Int, Label {
    /// The client was gone before there was any.
    case none
    /// 101: a tunnel.
    case informational
    case successful
    case redirection
    case clientError
    case serverError

    static let labelName = "status"

    init(_ status: Int?) {
        self =
            switch status {
            case nil: .none
            case .some(..<200): .informational
            case .some(200..<300): .successful
            case .some(300..<400): .redirection
            case .some(400..<500): .clientError
            case .some: .serverError
            }
    }

    var text: String {
        switch self {
        case .none: "none"
        case .informational: "1xx"
        case .successful: "2xx"
        case .redirection: "3xx"
        case .clientError: "4xx"
        case .serverError: "5xx"
        }
    }
}

/// What connections to upstreams are doing.
enum UpstreamUse: Int, Label {
    case idle
    case inUse
    /// HTTP/2: for many requests at a time.
    case shared

    static let labelName = "state"

    var text: String {
        switch self {
        case .idle: "idle"
        case .inUse: "in_use"
        case .shared: "shared"
        }
    }
}

/// A limit that somebody ran into, by the name of its setting where it has one.
enum LimitHit: Int, Label {
    case connections
    case connectionsPerSource
    case handshakes
    /// Of the process: there was no descriptor, or no memory, to accept a connection with.
    case openFiles
    case handshakeTime
    case headerTime
    case headSize
    case bodyTime
    /// Of a request for one of our own pages.
    case pageBody
    case sourceFailures
    /// The trail was waited for too long, or its queue is full.
    case record
    case upstreamTime

    static let labelName = "limit"

    var text: String {
        switch self {
        case .connections: "connections"
        case .connectionsPerSource: "connections_per_source"
        case .handshakes: "handshakes"
        case .openFiles: "open_files"
        case .handshakeTime: "handshake_time"
        case .headerTime: "header_time"
        case .headSize: "head_size"
        case .bodyTime: "body_time"
        case .pageBody: "page_body"
        case .sourceFailures: "source_failures"
        case .record: "record"
        case .upstreamTime: "upstream_time"
        }
    }
}
