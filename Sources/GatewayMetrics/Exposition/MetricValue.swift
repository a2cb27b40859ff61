/// A number, in base units: seconds, bytes, pieces.
public enum MetricValue: Hashable, Sendable {
    case unsigned(UInt64)
    case integer(Int64)
    case real(Double)
    case seconds(Duration)

    public static func count(_ value: Int) -> Self { .integer(Int64(value)) }
    /// 1 or 0.
    public static func flag(_ isSet: Bool) -> Self { .integer(isSet ? 1 : 0) }

    var isZero: Bool {
        switch self {
        case .unsigned(let value): value == 0
        case .integer(let value): value == 0
        case .real(let value): value == 0
        case .seconds(let value): value == .zero
        }
    }

    var text: String {
        switch self {
        case .unsigned(let value): "\(value)"
        case .integer(let value): "\(value)"
        case .real(let value):
            value.isNaN ? "NaN" : value.isInfinite ? (value < 0 ? "-Inf" : "+Inf") : "\(value)"
        case .seconds(let value): value.decimalSeconds
        }
    }
}

extension Duration {
    /// Exact to the nanosecond, at least one decimal: `0.0`, `1.5`, `-0.000025`.
    var decimalSeconds: String {
        let (seconds, attoseconds) = components
        let sign = seconds < 0 || attoseconds < 0 ? "-" : ""
        let digits = String((attoseconds / 1_000_000_000).magnitude)
        var fraction = String(repeating: "0", count: 9 - digits.count) + digits
        while fraction.count > 1, fraction.hasSuffix("0") { fraction.removeLast() }
        return "\(sign)\(seconds.magnitude).\(fraction)"
    }
}
