import GatewayIdentity
import Testing

@testable import Gateway

@Suite struct `A connection slot` {
    private let source = NetworkAddress(v4: 0xC000_0207)

    @Test func `is given per source and in all, and gives itself back`() throws {
        let admission = ConnectionAdmission(limits: .init(total: 3, perSource: 2))
        var slots = [try admission.admit(source), try admission.admit(source)]
        #expect(throws: ConnectionAdmission.Refusal.source) { try admission.admit(source) }
        slots.append(try admission.admit(NetworkAddress(v4: 1)))
        #expect(throws: ConnectionAdmission.Refusal.total) { try admission.admit(NetworkAddress(v4: 2)) }
        #expect(admission.open == 3)

        slots.removeFirst()
        #expect(admission.open == 2)
        slots.append(try admission.admit(source))
        slots.removeAll()
        #expect(admission.open == 0)
    }

    /// One subscriber has a whole /64, and so one share; IPv4 in IPv6 clothes is IPv4.
    @Test func `is counted by what one subscriber gets`() throws {
        let admission = ConnectionAdmission(limits: .init(total: 9, perSource: 1))
        let first = try #require(NetworkAddress("2001:db8::1"))
        let neighbour = try #require(NetworkAddress("2001:db8::ffff:ffff:ffff:ffff"))
        let slot = try admission.admit(first)
        #expect(throws: ConnectionAdmission.Refusal.source) { try admission.admit(neighbour) }
        let other = try admission.admit(#require(NetworkAddress("2001:db8:0:1::1")))
        let mapped = try admission.admit(#require(NetworkAddress("::ffff:192.0.2.7")))
        #expect(throws: ConnectionAdmission.Refusal.source) { try admission.admit(source) }
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
                            withExtendedLifetime(try admission.admit(source)) {}
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
        let unnamed = [try admission.admitUnnamed(), try admission.admitUnnamed(), try admission.admitUnnamed()]
        #expect(throws: ConnectionAdmission.Refusal.total) { try admission.admitUnnamed() }
        try unnamed[0].name(source)
        #expect(throws: ConnectionAdmission.Refusal.source) { try unnamed[1].name(source) }
        try unnamed[1].name(NetworkAddress(v4: 1))
        #expect(admission.open == 3)
    }
}
