import GatewayTime
import Testing

@Suite struct `A time server's answer` {
    private let nonce: UInt64 = 0x0123_4567_89AB_CDEF
    private let epoch: Int64 = 2_208_988_800

    /// - Parameter ahead: of our clock, in milliseconds.
    private func answer(
        first: UInt8 = 4 << 3 | 4, stratum: UInt8 = 2, nonce: UInt64? = nil, ahead: Int64 = 0,
        at: Int64 = 1_795_309_200,
        took: Int64 = 0, dispersion: UInt8 = 0
    ) -> [UInt8] {
        var bytes = [UInt8](repeating: 0, count: 48)
        bytes[0] = first
        bytes[1] = stratum
        bytes[10] = dispersion
        func put(_ number: UInt64, _ place: Int) {
            for index in 0..<8 { bytes[place + index] = UInt8(truncatingIfNeeded: number >> UInt64(56 - index * 8)) }
        }
        func time(_ milliseconds: Int64) -> UInt64 {
            let (seconds, rest) = milliseconds.quotientAndRemainder(dividingBy: 1000)
            return UInt64(truncatingIfNeeded: seconds + epoch) << 32 | UInt64(rest) * (1 << 32) / 1000
        }
        put(nonce ?? self.nonce, 24)
        put(time(at * 1000 + ahead + 50), 32)
        put(time(at * 1000 + ahead + 50 + took), 40)
        return bytes
    }

    private func read(_ bytes: [UInt8], at: Int64 = 1_795_309_200, took: Int64 = 0) throws -> ClockReading {
        try SNTPPacket.reading(
            of: bytes, nonce: nonce, sentAt: .seconds(at), receivedAt: .seconds(at) + .milliseconds(100 + took))
    }

    /// RFC 5905 § 8: a hundred milliseconds on the way, half of them each way.
    @Test(arguments: [0, 5000, 1, 3_600_000] as [Int64])
    func `says how far the clock is off, the way there and back taken out`(ahead: Int64) throws {
        let reading = try read(answer(ahead: ahead))
        let off = reading.offset - .milliseconds(ahead)
        #expect(off < .milliseconds(1) && off > .milliseconds(-1))
        #expect(reading.uncertainty >= .milliseconds(50) && reading.uncertainty < .milliseconds(52))
    }

    @Test func `does not take the server's own time for the way`() throws {
        let reading = try read(answer(took: 4000), took: 4000)
        #expect(reading.uncertainty < .milliseconds(52))
    }

    @Test func `is as uncertain as the server itself`() throws {
        #expect(try read(answer(dispersion: 1)).uncertainty >= .milliseconds(53))
    }

    /// RFC 5905 § 6: the seconds begin again in 2036.
    @Test func `is read in the next era, too`() throws {
        let reading = try read(answer(ahead: 2000, at: 2_090_000_000), at: 2_090_000_000)
        #expect(reading.offset > .milliseconds(1998) && reading.offset < .milliseconds(2002))
    }

    @Test func `is refused where it is none, or not to what was asked`() {
        func refusal(_ bytes: [UInt8]) -> SNTPPacket.Refusal? {
            do throws(SNTPPacket.Refusal) {
                _ = try SNTPPacket.reading(
                    of: bytes, nonce: nonce, sentAt: .seconds(1_795_309_200),
                    receivedAt: .seconds(1_795_309_200) + .milliseconds(100))
                return nil
            } catch {
                return error
            }
        }
        #expect(refusal(answer()) == nil)
        #expect(refusal(Array(answer().dropLast())) == .tooShort)
        #expect(refusal(answer(first: 4 << 3 | 3)) == .notAnAnswer)
        #expect(refusal(answer(nonce: 1)) == .notAsked)
        #expect(refusal(answer(first: 3 << 6 | 4 << 3 | 4)) == .unsynchronised)
        #expect(refusal(answer(stratum: 16)) == .unsynchronised)
        #expect(refusal(answer(stratum: 0)) == .goAway)
        // It was there for longer than we waited.
        #expect(refusal(answer(took: 4000)) == .implausible)
    }

    @Test func `is asked for with nothing but a number`() {
        let question = SNTPPacket.question(nonce: nonce)
        #expect(question.count == 48 && question[0] == 0x23)
        #expect(question[1..<40].allSatisfy { $0 == 0 })
        #expect(Array(question[40...]) == [0x01, 0x23, 0x45, 0x67, 0x89, 0xAB, 0xCD, 0xEF])
    }
}
