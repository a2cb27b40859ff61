import NIOCore
import Testing

@testable import Gateway

@Suite struct `The pressure on a loop` {
    private func reading(lag: Int64 = 0, recorder: Double = 0, memory: Pressure = .normal) -> PressureReading {
        PressureReading(lag: .milliseconds(lag), recorder: recorder, memory: memory)
    }

    /// The levels after readings that follow each other.
    private func levels(_ readings: [PressureReading]) -> [Pressure] {
        var gauge = PressureGauge()
        return readings.map { gauge.level(after: $0) }
    }

    @Test func `is not raised by one hiccup`() {
        #expect(levels([reading(lag: 5000), reading(), reading(lag: 5000), reading()]).allSatisfy { $0 == .normal })
    }

    @Test func `rises with lag that lasts`() {
        #expect(levels([reading(lag: 199), reading(lag: 199)]).last == .normal)
        #expect(levels([reading(lag: 200), reading(lag: 200)]).last == .strained)
        #expect(levels([reading(lag: 1000), reading(lag: 999)]).last == .strained)
        #expect(levels([reading(lag: 1000), reading(lag: 1000)]).last == .overloaded)
    }

    @Test func `rises when records wait to be written`() {
        #expect(levels([reading(recorder: 0.5), reading(recorder: 0.74)]).last == .strained)
        #expect(levels([reading(recorder: 0.75), reading(recorder: 1)]).last == .overloaded)
    }

    @Test func `rises when the process has grown too large`() {
        #expect(levels([reading(memory: .strained), reading(memory: .overloaded)]).last == .strained)
        #expect(levels([reading(memory: .overloaded), reading(memory: .overloaded)]).last == .overloaded)
    }

    @Test func `is the worst of all signs`() {
        #expect(levels([reading(lag: 300), reading(recorder: 0.9)]).last == .strained)
        #expect(levels([reading(lag: 300, recorder: 0.9), reading(lag: 2000, recorder: 0.1)]).last == .overloaded)
    }

    @Test func `falls when it has been lower for two seconds, and step by step`() {
        let high = [reading(lag: 2000), reading(lag: 2000)]
        #expect(levels(high + Array(repeating: reading(), count: 7)).last == .overloaded)
        #expect(levels(high + Array(repeating: reading(), count: 8)).last == .normal)
        #expect(levels(high + Array(repeating: reading(lag: 300), count: 8)).last == .strained)
        #expect(
            levels(high + Array(repeating: reading(), count: 7) + [reading(lag: 2000), reading()]).last == .overloaded)
    }
}
