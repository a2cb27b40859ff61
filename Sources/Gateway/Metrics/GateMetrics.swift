public import GatewayMetrics
internal import Synchronization

/// What event loops count: the families, and every loop's sheet.
public final class GateMetrics: Sendable {
    let connections: ConnectionFamilies
    let requests: RequestFamilies
    let upstreams: UpstreamFamilies
    /// How much later than planned a loop came to its tick: what everything on it waited beside its own work.
    let loopLag: Histogram<NoLabels>
    /// Loops by how they keep up.
    let pressure: Gauge<PressureLabel>
    /// Values of the label `console`.
    let consoles: NameRoll
    private let schema: MetricSchema
    private let sheets = Mutex<[MetricSheet]>([])

    /// - Parameter consoles: names for the label `console`; those that the policy gives come in when it is loaded.
    public init(consoles: NameRoll) {
        var schema = MetricSchema()
        connections = ConnectionFamilies(in: &schema)
        requests = RequestFamilies(of: consoles, in: &schema)
        upstreams = UpstreamFamilies(of: consoles, in: &schema)
        loopLag = schema.histogram(
            "gwanmun_event_loop_lag_seconds", "How late an event loop came to its tick, four times a second", in: .work)
        pressure = schema.gauge(
            "gwanmun_event_loops_under", "Event loops by the pressure on them", by: PressureLabel.self)
        self.consoles = consoles
        self.schema = schema
    }

    /// For one more event loop, which alone counts with it.
    func makeLoop() -> LoopMetrics {
        let metrics = LoopMetrics(self, LoopTally(schema))
        sheets.withLock { $0.append(metrics.tally.sheet) }
        return metrics
    }

    /// Connections closed before they could ask for anything, so far.
    public func refused(_ reason: RefusedConnection) -> UInt64 {
        schema.total(of: connections.refused, reason, in: sheets.withLock { $0 })
    }

    /// How often a listener paused so far, for want of something to accept with.
    public var acceptPauses: UInt64 {
        schema.total(of: connections.limits, .openFiles, in: sheets.withLock { $0 })
    }

    /// What all loops have counted so far.
    public var families: [MetricFamily] {
        let sheets = sheets.withLock { $0 }
        return schema.families(in: sheets) + [
            MetricFamily(gauge: "gwanmun_event_loops", "Event loops of the node", .count(sheets.count))
        ]
    }
}
