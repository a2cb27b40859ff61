import GatewayCrypto
import GatewayIdentity
import Testing

@testable import gwanmun

/// `policy.sig` (compliance profile nct-2025-04, T17 and V18).
@Suite struct `A signature under a policy` {
    private static let bundle = SHA256.digest(of: Array("files".utf8))

    @Test func `is about files and a serial number`() throws {
        let subject = PolicySignatures.Subject(serial: 7, bundle: Self.bundle)
        #expect(
            String(decoding: subject.message, as: UTF8.self)
                == "gwanmun policy signature 2\n7\n\(Self.bundle.hex)\n")
        #expect(PolicySignatures.Subject(subject.text[...]) == subject)
        #expect(subject.message != PolicySignatures.Subject(serial: 8, bundle: Self.bundle).message)
    }

    @Test(arguments: ["0", "-1", "+7", "07", "7.0", "", "1000000000", "99999999999999999999"])
    func `has a serial number that is written in one way`(serial: String) {
        #expect(PolicySignatures.Subject("policy \(serial) \(Self.bundle.hex)"[...]) == nil)
    }
}
