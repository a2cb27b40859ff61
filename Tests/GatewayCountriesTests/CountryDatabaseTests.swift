import GatewayCountries
import GatewayIdentity
import Glibc
import Testing

@Suite struct `A database of countries` {
    private static let networks: [(NetworkAddress, Int, String)] = [
        (.of("203.0.113.0"), 24, "KR"), (.of("198.51.100.0"), 25, "US"), (.of("192.0.2.0"), 24, "XK"),
        (.of("10.0.0.0"), 8, "KR"), (.of("2001:db8::"), 32, "DE"), (.of("fc00::"), 7, "KR"),
    ]

    private func database(_ bytes: [UInt8]) throws -> CountryDatabase {
        let file = try TemporaryFile(bytes)
        return try CountryDatabase(file: file.path)
    }

    @Test(arguments: [24, 28, 32])
    func `tells the country of the network an address lies in, whatever the size of its records`(size: Int) throws {
        let database = try database(SmallDatabase(Self.networks, recordSize: size).bytes)
        #expect(database.country(of: .of("203.0.113.200"))?.text == "KR")
        #expect(database.country(of: .of("198.51.100.127"))?.text == "US")
        #expect(database.country(of: .of("2001:db8::1"))?.text == "DE")
        #expect(database.builtAt == UnixTime(seconds: 0x6AB1_3B80))
    }

    @Test(arguments: ["198.51.100.128", "8.8.8.8", "2001:db9::1", "::"])
    func `knows no country of an address that is in none of its networks`(address: String) throws {
        #expect(try database(SmallDatabase(Self.networks).bytes).country(of: .of(address)) == nil)
    }

    @Test func `is not believed when it gives a code that is no country's`() throws {
        #expect(try database(SmallDatabase(Self.networks).bytes).country(of: .of("192.0.2.1")) == nil)
    }

    @Test(arguments: [
        "10.1.2.3", "192.168.1.1", "172.16.0.1", "100.64.0.1", "127.0.0.1", "169.254.1.1", "fd00::1", "::1",
    ])
    func `is not asked about private addresses, which are somebody else's elsewhere`(address: String) throws {
        #expect(try database(SmallDatabase(Self.networks).bytes).country(of: .of(address)) == nil)
    }

    @Test func `goes on when its file is cut short under it`() throws {
        let file = try TemporaryFile(SmallDatabase(Self.networks).bytes)
        let database = try CountryDatabase(file: file.path)
        #expect(truncate(file.path, 0) == 0)
        #expect(database.country(of: .of("203.0.113.9"))?.text == "KR")
    }

    @Test func `is refused when it is none`() throws {
        #expect(throws: CountryFileProblem.self) { try database([]) }
        #expect(throws: CountryFileProblem.self) { try database(Array("version: 1".utf8)) }
        #expect(throws: CountryFileProblem.self) { try CountryDatabase(file: "/nonexistent/countries.mmdb") }
        #expect(throws: CountryFileProblem.self) { try CountryDatabase(file: "/tmp") }
    }

    /// Every length from nothing to all but one byte: refused, or read as far as it goes.
    @Test func `ends nothing when it is cut short`() throws {
        let whole = SmallDatabase(Self.networks).bytes
        for length in 0..<whole.count { look(into: Array(whole[..<length])) }
    }

    /// Damage anywhere, one to four bytes at a time, most of it where the structure is.
    @Test func `ends nothing when it is damaged`() throws {
        var random = SeededRandom(2027)
        for size in [24, 28, 32] {
            let whole = SmallDatabase(Self.networks, recordSize: size).bytes
            for _ in 0..<3000 {
                var bytes = whole
                for _ in 0..<Int.random(in: 1...4, using: &random) {
                    let tail = Bool.random(using: &random) ? max(0, whole.count - 260) : 0
                    bytes[Int.random(in: tail..<whole.count, using: &random)] = UInt8.random(
                        in: 0...255, using: &random)
                }
                look(into: bytes)
            }
        }
    }

    /// Opens it if that can be done, and asks it about an address of each kind.
    private func look(into bytes: [UInt8]) {
        guard let database = try? database(bytes) else { return }
        for address in ["203.0.113.9", "198.51.100.1", "8.8.8.8", "255.255.255.255", "2001:db8::1", "ffff::"] {
            _ = database.country(of: .of(address))
        }
        _ = database.builtAt
    }
}

/// A file that goes with the value that stands for it.
private final class TemporaryFile {
    let path: String

    init(_ bytes: [UInt8]) throws {
        var template = Array("/tmp/gwanmun-countries-XXXXXX".utf8CString)
        let descriptor = mkstemp(&template)
        try #require(descriptor >= 0)
        defer { close(descriptor) }
        path = String(decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
        try #require(bytes.withUnsafeBytes { write(descriptor, $0.baseAddress, $0.count) } == bytes.count)
    }

    deinit { unlink(path) }
}

extension NetworkAddress {
    static func of(_ text: String) -> NetworkAddress { NetworkAddress(text) ?? NetworkAddress(v4: 0) }
}

/// SplitMix64 (Steele, Lea, Flood 2014): the same sequence in every run.
private struct SeededRandom: RandomNumberGenerator {
    private var state: UInt64
    init(_ seed: UInt64) { state = seed }

    mutating func next() -> UInt64 {
        state &+= 0x9e37_79b9_7f4a_7c15
        var z = state
        z = (z ^ (z >> 30)) &* 0xbf58_476d_1ce4_e5b9
        z = (z ^ (z >> 27)) &* 0x94d0_49bb_1331_11eb
        return z ^ (z >> 31)
    }
}
