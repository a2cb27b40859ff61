import GatewayFIDO2
import GatewayIdentity
import Testing

@Suite struct `CBOR from an authenticator` {
    /// RFC 8949 appendix A.
    @Test(
        arguments: [
            ("00", .unsigned(0)), ("17", .unsigned(23)), ("1818", .unsigned(24)), ("1903e8", .unsigned(1000)),
            ("1a000f4240", .unsigned(1_000_000)), ("1b000000e8d4a51000", .unsigned(1_000_000_000_000)),
            ("1bffffffffffffffff", .unsigned(.max)), ("20", .negative(0)), ("3903e7", .negative(999)),
            ("3bffffffffffffffff", .negative(.max)), ("f4", .bool(false)), ("f5", .bool(true)), ("f6", .null),
            ("40", .bytes([])), ("4401020304", .bytes([1, 2, 3, 4])), ("60", .text("")), ("62c3bc", .text("ü")),
            ("63e6b0b4", .text("水")), ("80", .array([])),
            ("83010203", .array([.unsigned(1), .unsigned(2), .unsigned(3)])),
            ("a0", .map([])),
        ] as [(String, CBOR)])
    func `is read as RFC 8949 appendix A has it`(hex: String, expected: CBOR) throws {
        #expect(try CBORReader.item(in: bytes(hex)) == expected)
    }

    @Test func `keeps the order of what it maps`() throws {
        let entries = try #require(try CBORReader.item(in: bytes("a26162820203616101")).entries)
        #expect(entries.map(\.key) == [.text("b"), .text("a")])
        #expect(entries.map(\.value) == [.array([.unsigned(2), .unsigned(3)]), .unsigned(1)])
    }

    @Test(
        arguments: [
            ("", .truncated, 0), ("18", .truncated, 0), ("4401", .truncated, 0), ("8301", .truncated, 1),
            ("82 01", .truncated, 1),
            ("a1 6161", .truncated, 3), ("1c", .malformed, 0), ("ff", .foreign, 0),
            ("9b0000004000000000", .truncated, 9), ("bbffffffffffffffff", .truncated, 9),
            ("5bffffffffffffffff", .truncated, 0),
            ("9f01ff", .foreign, 0), ("bf616101ff", .foreign, 0), ("5f4101ff", .foreign, 0), ("7f6161ff", .foreign, 0),
            ("c000", .foreign, 0), ("f97e00", .foreign, 0), ("fa47c35000", .foreign, 0), ("f7", .foreign, 0),
            ("1800", .wasteful, 0), ("190017", .wasteful, 0), ("1a00000001", .wasteful, 0),
            ("1b0000000000000001", .wasteful, 0),
            ("580100", .wasteful, 0), ("780161", .wasteful, 0), ("980101", .wasteful, 0), ("b801 0101", .wasteful, 0),
            ("8181818181 00", .tooDeep, 4), ("a101a101a101a101a10101", .tooDeep, 8),
            ("a2616101616102", .repeatedKey, 4), ("a2016001 60", .repeatedKey, 3), ("61ff", .notUTF8, 0),
            ("0000", .trailing, 1),
        ] as [(String, CBORProblem.Kind, Int)])
    func `is refused with its place`(hex: String, kind: CBORProblem.Kind, offset: Int) {
        let input = bytes(hex.filter { $0 != " " })
        do throws(CBORProblem) {
            let item = try CBORReader.item(in: input)
            Issue.record("\(hex) is read as \(item)")
        } catch {
            #expect(error.kind == kind && error.offset == offset, "\(hex): \(error)")
        }
    }

    @Test func `costs no more than its bytes, however much they claim`() {
        // 20,000 arrays within each other, and one that claims 2^60 items.
        for input in [
            Array(repeating: 0x81, count: 20_000), bytes("9b1000000000000000") + Array(repeating: 0, count: 100),
        ] {
            #expect(throws: CBORProblem.self) { try CBORReader.item(in: input) }
        }
    }

    private func bytes(_ hex: String) -> [UInt8] { Hex.decode(hex) ?? [] }
}
