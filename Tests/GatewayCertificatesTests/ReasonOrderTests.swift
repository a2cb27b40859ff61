import COpenSSL
import GatewayIdentity
import Testing

@testable import GatewayCertificates

/// Compliance profile 2.5 puts the checks in an order; a certificate with two faults is refused for the first of them.
@Suite struct `The reason of a refusal` {
    enum Fault: Int, CaseIterable, Sendable {
        case issuer, validity, authority, strength, keyUsage, extendedKeyUsage, policy, revocation

        var reason: Reason {
            switch self {
            case .issuer: .certificateUntrustedIssuer
            case .validity: .certificateExpired
            case .authority: .certificateIsCA
            case .strength: .certificateWeakKey
            case .keyUsage: .certificateKeyUsage
            case .extendedKeyUsage: .certificateExtendedKeyUsage
            case .policy: .certificatePolicy
            case .revocation: .certificateRevoked
            }
        }
    }

    static let pairs = Fault.allCases.flatMap { first in
        Fault.allCases.filter { $0.rawValue >= first.rawValue }.map { (first, $0) }
    }

    @Test(arguments: pairs)
    func `is the first fault in the profile's order`(first: Fault, second: Fault) throws {
        let pki = try TestPKI()
        let faults: Set<Fault> = [first, second]
        let stranger = try TestPKI.authority("Stranger", below: nil)
        let leaf = try pki.leaf(by: faults.contains(.issuer) ? stranger : pki.issuing) { template in
            for fault in faults { try bend(&template, fault) }
        }
        let list = try pki.list(by: pki.issuing, revoking: faults.contains(.revocation) ? [leaf] : [])
        #expect(try pki.judge(lists: pki.lists([list])).verdict(on: leaf).reason == first.reason)
    }

    private func bend(_ template: inout CertificateTemplate, _ fault: Fault) throws {
        switch fault {
        case .issuer, .revocation: break
        case .validity: template.validity = TestPKI.now - TestPKI.day * 2..<TestPKI.now - TestPKI.day
        case .authority: template.replace(NID_basic_constraints, by: "critical,CA:TRUE")
        case .strength: template.digest = "SHA1"
        case .keyUsage: template.replace(NID_key_usage, by: "critical,keyEncipherment")
        case .extendedKeyUsage: template.replace(NID_ext_key_usage, by: "serverAuth")
        case .policy: template.extensions.append(.constant(unknownExtension(), "critical,DER:0500"))
        }
    }
}
