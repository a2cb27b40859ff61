import GatewayIdentity
import Testing

@testable import Gateway

@Suite struct `A connection slot` {
    private let source = NetworkAddress(v4: 0xC000_0207)

    private func stranger(_ source: NetworkAddress) -> Arrival { Arrival(source: source, rank: .stranger) }

    @Test func `is given per source and in all, and gives itself back`() throws {
        let admission = ConnectionAdmission(limits: .init(total: 3, perSource: 2))
        var slots = [try admission.admit(stranger(source)), try admission.admit(stranger(source))]
        #expect(throws: ConnectionAdmission.Refusal.source) { try admission.admit(stranger(source)) }
        slots.append(try admission.admit(stranger(NetworkAddress(v4: 1))))
        #expect(throws: ConnectionAdmission.Refusal.total) { try admission.admit(stranger(NetworkAddress(v4: 2))) }
        #expect(admission.open == 3)

        slots.removeFirst()
        #expect(admission.open == 2)
        slots.append(try admission.admit(stranger(source)))
        slots.removeAll()
        #expect(admission.open == 0)
    }

    /// One subscriber has a whole /64, and so one share; IPv4 in IPv6 clothes is IPv4.
    @Test func `is counted by what one subscriber gets`() throws {
        let admission = ConnectionAdmission(limits: .init(total: 9, perSource: 1))
        let first = try #require(NetworkAddress("2001:db8::1"))
        let neighbour = try #require(NetworkAddress("2001:db8::ffff:ffff:ffff:ffff"))
        let slot = try admission.admit(stranger(first))
        #expect(throws: ConnectionAdmission.Refusal.source) { try admission.admit(stranger(neighbour)) }
        let other = try admission.admit(stranger(#require(NetworkAddress("2001:db8:0:1::1"))))
        let mapped = try admission.admit(stranger(#require(NetworkAddress("::ffff:192.0.2.7"))))
        #expect(throws: ConnectionAdmission.Refusal.source) { try admission.admit(stranger(source)) }
        withExtendedLifetime((slot, other, mapped)) {}
    }

    @Test func `is never lost or given twice among threads`() async {
        let admission = ConnectionAdmission(limits: .init(total: 50, perSource: 50))
        let source = source
        await withTaskGroup(of: Void.self) { group in
            for _ in 0..<8 {
                group.addTask {
                    for _ in 0..<1000 {
                        do throws(ConnectionAdmission.Refusal) {
                            withExtendedLifetime(try admission.admit(stranger(source))) {}
                        } catch {
                            #expect(error == .total)
                        }
                    }
                }
            }
        }
        #expect(admission.open == 0)
    }

    @Test func `counts in total before a proxy has named its source, and per source from then on`() throws {
        let admission = ConnectionAdmission(limits: .init(total: 3, perSource: 1))
        let unnamed = [
            try admission.admitUnnamed(.stranger), try admission.admitUnnamed(.stranger),
            try admission.admitUnnamed(.stranger),
        ]
        #expect(throws: ConnectionAdmission.Refusal.total) { try admission.admitUnnamed(.stranger) }
        try unnamed[0].name(stranger(source))
        #expect(throws: ConnectionAdmission.Refusal.source) { try unnamed[1].name(stranger(source)) }
        try unnamed[1].name(stranger(NetworkAddress(v4: 1)))
        #expect(admission.open == 3)
    }

    @Test func `is kept for those we know, and of those for the desk`() throws {
        let admission = ConnectionAdmission(limits: .init(total: 64, perSource: 64))
        let strangers = try (0..<56).map { try admission.admit(stranger(NetworkAddress(v4: $0))) }
        #expect(throws: ConnectionAdmission.Refusal.total) { try admission.admit(stranger(source)) }
        let known = try (0..<6).map { try admission.admit(Arrival(source: .init(v4: $0), rank: .acquaintance)) }
        #expect(throws: ConnectionAdmission.Refusal.total) {
            try admission.admit(Arrival(source: source, rank: .acquaintance))
        }
        let desk = try (0..<2).map { try admission.admit(Arrival(source: .init(v4: $0), rank: .desk)) }
        #expect(throws: ConnectionAdmission.Refusal.total) { try admission.admit(Arrival(source: source, rank: .desk)) }
        withExtendedLifetime((strangers, known, desk)) {}
    }

    @Test func `is taken back from a stranger whom a proxy brought in as more`() throws {
        let admission = ConnectionAdmission(limits: .init(total: 8, perSource: 8))
        let strangers = try (0..<7).map { try admission.admit(stranger(NetworkAddress(v4: $0))) }
        let unnamed = try admission.admitUnnamed(.acquaintance)
        #expect(throws: ConnectionAdmission.Refusal.total) { try unnamed.name(stranger(source)) }
        try unnamed.name(Arrival(source: source, rank: .acquaintance))
        withExtendedLifetime((strangers, unnamed)) {}
    }
}
