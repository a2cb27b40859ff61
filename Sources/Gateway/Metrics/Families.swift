internal import GatewayMetrics

/// Stages 1 and 2.
struct ConnectionFamilies: Sendable {
    let accepted: Counter<ListenerRole>
    let refused: Counter<RefusedConnection>
    let open: Gauge<ListenerRole>
    let handshakes: Counter<HandshakeResult>
    let handshakeTime: Histogram<NoLabels>
    let handshaking: Gauge<HandshakePlace>
    let limits: Counter<LimitHit>
    let http2Failures: Counter<HTTP2FailureCode>

    init(in schema: inout MetricSchema) {
        accepted = schema.counter(
            "gwanmun_connections_accepted", "Connections that got a slot", by: ListenerRole.self)
        refused = schema.counter(
            "gwanmun_connections_refused", "Connections closed before anything was asked on them",
            by: RefusedConnection.self)
        open = schema.gauge("gwanmun_connections_open", "Connections that stand", by: ListenerRole.self)
        handshakes = schema.counter(
            "gwanmun_handshakes", "TLS handshakes with clients by how they ended", by: HandshakeResult.self)
        handshakeTime = schema.histogram(
            "gwanmun_handshake_seconds", "From the accepted connection to the finished handshake", in: .wait)
        handshaking = schema.gauge(
            "gwanmun_handshakes_open", "Handshakes under way, and connections that wait for a turn",
            by: HandshakePlace.self)
        limits = schema.counter(
            "gwanmun_limits_hit", "Connections and requests that ran into a limit", by: LimitHit.self)
        http2Failures = schema.counter(
            "gwanmun_http2_failures",
            "HTTP/2 connections and streams ended because the client broke or wore out the protocol",
            by: HTTP2FailureCode.self)
    }
}

/// Stages 3 to 7.
struct RequestFamilies: Sendable {
    /// Where requests stand that are for no console.
    let gate: NamedPlace
    let desk: NamedPlace
    let ended: NamedCounter<Pair<RequestDecision, StatusClass>>
    let denied: Counter<ToldReason>
    let failed: Counter<FailureReason>
    let gateTime: Histogram<NoLabels>
    let answerTime: Histogram<NoLabels>
    let upstreamTime: NamedHistogram<NoLabels>
    let wholeTime: Histogram<NoLabels>
    let received: NamedCounter<NoLabels>
    let sent: NamedCounter<NoLabels>

    init(of consoles: NameRoll, in schema: inout MetricSchema) {
        gate = consoles.place(of: "gate")
        desk = consoles.place(of: "desk")
        ended = schema.counter(
            "gwanmun_requests", "Requests that ended, by decision and class of status", of: consoles,
            by: Pair<RequestDecision, StatusClass>.self)
        denied = schema.counter(
            "gwanmun_denials", "Requests denied or asked for a factor, by what the client was told", by: ToldReason.self
        )
        failed = schema.counter(
            "gwanmun_exchange_failures", "Permitted requests that did not end well, by the reason in their record",
            by: FailureReason.self)
        gateTime = schema.histogram(
            "gwanmun_request_gate_seconds",
            "From the head to the request written to the upstream, connecting left out", in: .work)
        answerTime = schema.histogram(
            "gwanmun_request_answer_seconds", "From the head to an answer of our own: pages, logins, refusals",
            in: .work)
        upstreamTime = schema.histogram(
            "gwanmun_request_upstream_seconds", "From the request written to the first byte of the answer", in: .wait,
            of: consoles)
        wholeTime = schema.histogram(
            "gwanmun_request_seconds",
            "From the head of a forwarded request to the end of its answer, tunnels left out",
            in: .wait)
        received = schema.counter(
            "gwanmun_request_body_bytes", "Bytes of bodies and tunnels from clients", of: consoles)
        sent = schema.counter("gwanmun_answer_body_bytes", "Bytes of bodies and tunnels to clients", of: consoles)
    }
}

/// The connections of stage 6.
struct UpstreamFamilies: Sendable {
    let opened: Counter<NoLabels>
    let reused: Counter<NoLabels>
    let retried: Counter<NoLabels>
    let failed: NamedCounter<UpstreamReason>
    let standing: Gauge<UpstreamUse>
    let connectTime: Histogram<NoLabels>

    init(of consoles: NameRoll, in schema: inout MetricSchema) {
        opened = schema.counter("gwanmun_upstream_connections_opened", "Connections to upstreams that were made")
        reused = schema.counter(
            "gwanmun_upstream_connections_reused", "Requests that went over a connection kept from an earlier one")
        retried = schema.counter(
            "gwanmun_upstream_retries", "Requests sent once more, to the same member or another")
        failed = schema.counter(
            "gwanmun_upstream_failures", "Failures of upstreams and of the ways to them, by reason", of: consoles,
            by: UpstreamReason.self)
        standing = schema.gauge(
            "gwanmun_upstream_connections", "Connections to upstreams that stand", by: UpstreamUse.self)
        connectTime = schema.histogram(
            "gwanmun_upstream_connect_seconds", "Until a connection to an upstream stood, TLS included", in: .wait)
    }
}
