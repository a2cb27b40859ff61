internal import NIOCore

/// What a loop's tick sees of its load.
struct PressureReading {
    /// By how much the tick came too late: the time that whatever becomes ready on the loop has to wait.
    let lag: TimeAmount
    /// How full the queue before the audit trail is, 0 to 1; 0 while the trail cannot be written, which has its own answers.
    let recorder: Double
    /// Of the process.
    let memory: Pressure

    /// As if nothing had been before.
    fileprivate var level: Pressure {
        max(
            memory, lag >= .seconds(1) ? .overloaded : lag >= .milliseconds(200) ? .strained : .normal,
            recorder >= 0.75 ? .overloaded : recorder >= 0.5 ? .strained : .normal)
    }
}

/// Makes a level of readings: up when two in a row say so, because one may be a hiccup of the machine; down when eight in a row do, so that
/// turning people away does not swing.
struct PressureGauge {
    private var last: [Pressure] = [.normal]
    private var level = Pressure.normal
    private static let rising = 2
    private static let falling = 8

    mutating func level(after reading: PressureReading) -> Pressure {
        last.append(reading.level)
        if last.count > Self.falling { last.removeFirst() }
        let sustained = last.suffix(Self.rising).min() ?? .normal
        let highest = last.max() ?? .normal
        level = max(sustained, min(level, highest))
        return level
    }
}
