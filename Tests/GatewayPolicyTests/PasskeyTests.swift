import GatewayIdentity
import GatewayPolicy
import Testing

/// Compliance profile nct-2025-04, 2.3: device-bound for classified and national core technology; `strong` is device-bound (section 3).
@Suite struct `A passkey, which can be copied,` {
    @Test(arguments: FactorName.allCases)
    func `stands in where a recovery code may, and never for strong`(name: FactorName) {
        #expect(!name.acceptedKinds(.none).contains(.passkey))
        let isTaken = name.acceptedKinds(.permitted).contains(.passkey)
        #expect(isTaken == (name == .webauthn || name == .second))
    }

    @Test func `does not open a classified console, where a security key does`() throws {
        let policy = try ExamplePolicy()
        let staff = try Question.staffAtTen()
        func asking(with kind: FactorKind) throws -> Decision {
            try policy.decide(
                staff.changed {
                    $0.circumstances.proofs.removeLast()
                    $0.circumstances.proofs.append(
                        FactorProof(kind: kind, authenticator: AuthenticatorID("k"), at: $0.circumstances.at))
                })
        }
        #expect(try asking(with: .webauthn).permit != nil)
        #expect(try asking(with: .passkey).stepUp?.missing.map(\.name) == [.second])
    }

    @Test func `is of no use to who reaches a classified console, and of use to others`() throws {
        let snapshot = try ExamplePolicy().snapshot()
        #expect(snapshot.asksForDeviceBound([RoleName("staff")]))
        #expect(!snapshot.asksForDeviceBound([RoleName("nobody")]))
    }
}
