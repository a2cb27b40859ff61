/// Writes metrics as text: families by name, each with what it means and what it is, then its samples; a line feed at the end.
///
/// Prometheus text format 0.0.4: <https://prometheus.io/docs/instrumenting/exposition_formats/>; OpenMetrics 1.0:
/// <https://prometheus.io/docs/specs/om/open_metrics_spec/>. They differ in the names of counters, in one escape and in the last line.
public struct Exposition {
    private let format: ExpositionFormat
    private var lines = ""

    public static func text(of families: [MetricFamily], as format: ExpositionFormat) -> String {
        var exposition = Exposition(format: format)
        for family in families.sorted(by: { $0.name < $1.name }) { exposition.write(family) }
        if format == .openMetrics { exposition.lines += "# EOF\n" }
        return exposition.lines
    }

    private init(format: ExpositionFormat) { self.format = format }

    private mutating func write(_ family: MetricFamily) {
        let shown = family.kind == .counter ? family.name + "_total" : family.name
        let described = format == .openMetrics ? family.name : shown
        lines += "# HELP \(described) \(escaped(help: family.help))\n# TYPE \(described) \(family.kind.rawValue)\n"
        switch family.samples {
        case .plain(let samples):
            for sample in samples { write(shown, sample.labels, nil, sample.value) }
        case .distributed(let samples):
            for sample in samples { write(shown, sample) }
        }
    }

    /// Buckets count everything up to their bound, so they grow to the right.
    private mutating func write(_ name: String, _ sample: DistributedSample) {
        let distribution = sample.distribution
        let bounds = distribution.bounds.map(\.decimalSeconds) + ["+Inf"]
        var below: UInt64 = 0
        for (bound, count) in zip(bounds, distribution.counts) {
            below &+= count
            write(name + "_bucket", sample.labels, bound, .unsigned(below))
        }
        write(name + "_sum", sample.labels, nil, .seconds(distribution.sum))
        write(name + "_count", sample.labels, nil, .unsigned(below))
    }

    private mutating func write(_ name: String, _ labels: [String: String], _ bound: String?, _ value: MetricValue) {
        var pairs = labels.sorted { $0.key < $1.key }.map { "\($0.key)=\"\(Self.escaped(labelValue: $0.value))\"" }
        if let bound { pairs.append("le=\"\(bound)\"") }
        lines += name
        if !pairs.isEmpty { lines += "{\(pairs.joined(separator: ","))}" }
        lines += " \(value.text)\n"
    }

    private func escaped(help: String) -> String {
        switch format {
        case .text: Self.escaped(help, quote: "\"")
        case .openMetrics: Self.escaped(labelValue: help)
        }
    }

    private static func escaped(labelValue text: String) -> String { escaped(text, quote: "\\\"") }

    /// Backslash and line feed, and the quote as `quote`; everything else stands as it is, in UTF-8. By scalar, because CR and LF are one character.
    private static func escaped(_ text: String, quote: String) -> String {
        var escaped = String.UnicodeScalarView()
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\\": escaped += "\\\\".unicodeScalars
            case "\n": escaped += "\\n".unicodeScalars
            case "\"": escaped += quote.unicodeScalars
            case _: escaped.append(scalar)
            }
        }
        return String(escaped)
    }
}
