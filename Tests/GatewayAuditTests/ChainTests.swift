import GatewayCrypto
import GatewayIdentity
import Testing

@testable import GatewayAudit

@Suite struct `A chain` {
    private let lines = RecordSamples.lines(Array(RecordSamples.everyType.prefix(6)))

    /// Follows `lines` and returns the first difference with its place.
    private func firstDifference(in lines: [[UInt8]]) -> (line: Int, ChainBreak.Difference)? {
        var verifier = ChainVerifier(after: .origin)
        for (index, line) in lines.enumerated() {
            if let difference = line.withUnsafeBytes({ verifier.difference(of: $0) }) { return (index + 1, difference) }
        }
        return nil
    }

    @Test func `that was left alone is whole`() {
        #expect(firstDifference(in: lines) == nil)
    }

    @Test func `breaks at every single-byte edit, in the line that was edited`() {
        for (number, line) in lines.enumerated() {
            for at in line.indices {
                for mask in [0x01, 0x20, 0x80] as [UInt8] {
                    var edited = lines
                    edited[number][at] ^= mask
                    let found = firstDifference(in: edited)
                    #expect(found?.line == number + 1, "byte \(at) of line \(number + 1)")
                }
            }
        }
    }

    @Test func `breaks when a record is dropped`() throws {
        var cut = lines
        cut.remove(at: 2)
        let found = try #require(firstDifference(in: cut))
        #expect(found == (3, .sequence(found: 4)))
    }

    @Test func `breaks when two records change places`() throws {
        var swapped = lines
        swapped.swapAt(1, 3)
        #expect(try #require(firstDifference(in: swapped)) == (2, .sequence(found: 4)))
    }

    @Test func `breaks when a record is doubled`() throws {
        var doubled = lines
        doubled.insert(lines[2], at: 3)
        #expect(try #require(firstDifference(in: doubled)) == (4, .sequence(found: 3)))
    }

    @Test func `breaks behind a record that was forged with a right hash of its own`() throws {
        var forger = ChainWriter(after: try point(of: lines[1]))
        var buffer = RecordBuffer()
        RecordSamples.bodies([.loginOK])[0].withUnsafeBytes { forger.append($0, to: &buffer) }
        var forged = lines
        forged[2] = buffer.withBytes { Array($0.dropLast()) }
        #expect(try #require(firstDifference(in: forged)) == (4, .previousHash))
    }

    @Test func `does not take another spelling of the same hash`() {
        var shouted = lines
        let range =
            shouted[0].index(shouted[0].endIndex, offsetBy: -66)..<shouted[0].index(shouted[0].endIndex, offsetBy: -2)
        for at in range where (0x61...0x66).contains(shouted[0][at]) { shouted[0][at] -= 0x20 }
        #expect(firstDifference(in: shouted)?.1 == .malformed)
    }

    private func point(of line: [UInt8]) throws -> ChainPoint {
        let frame = try #require(line.withUnsafeBytes { bytes in RecordFrame(bytes).map { ($0.sequence, $0.hash) } })
        return ChainPoint(sequence: frame.0, hash: frame.1)
    }
}

@Suite struct `A head line` {
    private let point = ChainPoint(sequence: 42, hash: RecordSamples.digest)

    @Test func `says sequence and hash in one length`() {
        let line = HeadLine.bytes(for: point)
        #expect(HeadLine.point(from: line) == point)
        #expect(line.count == HeadLine.length)
        #expect(HeadLine.bytes(for: ChainPoint(sequence: .max, hash: point.hash)).count == HeadLine.length)
    }

    @Test func `never reads as the same point after an edit`() {
        let line = HeadLine.bytes(for: point)
        for at in line.indices {
            for mask in [0x01, 0x20, 0x80] as [UInt8] {
                var edited = line
                edited[at] ^= mask
                #expect(HeadLine.point(from: edited) != point)
            }
        }
        #expect(HeadLine.point(from: Array(line.dropLast())) == nil)
        #expect(HeadLine.point(from: line + [0x0A]) == nil)
    }
}
