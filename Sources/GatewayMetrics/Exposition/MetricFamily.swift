/// One metric as a collector sees it: a name, what it means, and its samples at one moment.
public struct MetricFamily: Hashable, Sendable {
    enum Kind: String, Sendable {
        case counter, gauge, histogram
    }

    enum Samples: Hashable, Sendable {
        case plain([MetricSample])
        case distributed([DistributedSample])
    }

    /// Without the `_total` of counters.
    public let name: String
    let help: String
    let kind: Kind
    let samples: Samples

    /// What only grows while the process lives; shown as `name_total`.
    public init(counter name: String, _ help: String, samples: [MetricSample]) {
        (self.name, self.help, kind, self.samples) = (name, help, .counter, .plain(samples))
    }

    /// What rises and falls.
    public init(gauge name: String, _ help: String, samples: [MetricSample]) {
        (self.name, self.help, kind, self.samples) = (name, help, .gauge, .plain(samples))
    }

    public init(histogram name: String, _ help: String, samples: [([String: String], Distribution)]) {
        (self.name, self.help, kind) = (name, help, .histogram)
        self.samples = .distributed(samples.map { DistributedSample(labels: $0.0, distribution: $0.1) })
    }
}

extension MetricFamily {
    public init(counter name: String, _ help: String, _ value: MetricValue) {
        self.init(counter: name, help, samples: [MetricSample([:], value)])
    }

    public init(gauge name: String, _ help: String, _ value: MetricValue) {
        self.init(gauge: name, help, samples: [MetricSample([:], value)])
    }
}

/// One number with its labels.
public struct MetricSample: Hashable, Sendable {
    let labels: [String: String]
    let value: MetricValue

    /// - Parameter labels: names `[a-z_]+`; values are any text, and nothing about a person.
    public init(_ labels: [String: String], _ value: MetricValue) {
        self.labels = labels
        self.value = value
    }
}

struct DistributedSample: Hashable, Sendable {
    let labels: [String: String]
    let distribution: Distribution
}

/// How many values fell between which bounds.
public struct Distribution: Hashable, Sendable {
    let bounds: [Duration]
    let counts: [UInt64]
    let sum: Duration

    /// - Parameter counts: one more than `bounds`: the last is of values above them all.
    init(bounds: [Duration], counts: [UInt64], sum: Duration) {
        self.bounds = bounds
        self.counts = counts
        self.sum = sum
    }

    var count: UInt64 { counts.reduce(0, &+) }
}
