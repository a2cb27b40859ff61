/// How numbers are written for collectors.
public enum ExpositionFormat: CaseIterable, Sendable {
    /// Prometheus text exposition format 0.0.4.
    case text
    /// OpenMetrics 1.0.0.
    case openMetrics

    public var mediaType: String {
        switch self {
        case .text: "text/plain; version=0.0.4; charset=utf-8"
        case .openMetrics: "application/openmetrics-text; version=1.0.0; charset=utf-8"
        }
    }

    /// - Parameter accept: the `Accept` field, `nil` without one. Whoever names OpenMetrics with a weight above 0 can read it, and collectors that
    ///   name it prefer it; everybody else gets the older text, which everybody reads.
    public init(accepting accept: String?) {
        let ranges = (accept ?? "").split(separator: ",").map { range in
            range.split(separator: ";").map { part in String(part.filter { $0 != " " && $0 != "\t" }).lowercased() }
        }
        let isNamed = ranges.contains { parts in
            parts.first == "application/openmetrics-text" && !parts.contains(where: Self.refuses)
        }
        self = isNamed ? .openMetrics : .text
    }

    /// `q=0`, `q=0.0`, … (RFC 9110 § 12.4.2: not acceptable).
    private static func refuses(_ parameter: String) -> Bool {
        parameter.hasPrefix("q=0") && parameter.dropFirst(3).allSatisfy { $0 == "0" || $0 == "." }
    }
}
