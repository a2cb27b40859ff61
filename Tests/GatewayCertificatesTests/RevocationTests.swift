import COpenSSL
import GatewayIdentity
import Testing

@testable import GatewayCertificates

/// Compliance profile 2.5, point 9, as far as lists go.
@Suite struct `Revocation` {
    let pki: TestPKI
    let leaf: Certificate

    init() throws {
        pki = try TestPKI()
        leaf = try pki.leaf()
    }

    @Test func `of a listed certificate is found`() throws {
        let lists = try pki.lists([pki.list(by: pki.issuing, revoking: [leaf])])
        #expect(
            try pki.judge(lists: lists).verdict(on: leaf) == .refused(.certificateRevoked, try leaf.clientCertificate())
        )
    }

    @Test func `of another certificate does no harm`() throws {
        let lists = try pki.lists([pki.list(by: pki.issuing, revoking: [try pki.leaf()])])
        #expect(try pki.judge(lists: lists).verdict(on: leaf).reason == nil)
    }

    @Test func `of an intermediate reaches everybody below it`() throws {
        let lists = try pki.lists([
            pki.list(by: pki.root, revoking: [pki.issuing.certificate], because: CRL_REASON_CESSATION_OF_OPERATION)
        ])
        #expect(try pki.judge(lists: lists).verdict(on: leaf).reason == .certificateRevoked)
    }

    @Test func `is unknown without the issuer's list`() throws {
        #expect(try pki.judge(lists: [pki.list(by: pki.root)]).verdict(on: leaf).reason == .revocationUnknown)
    }

    @Test func `is unknown without the root's list`() throws {
        #expect(try pki.judge(lists: [pki.list(by: pki.issuing)]).verdict(on: leaf).reason == .revocationUnknown)
    }

    @Test func `is unknown by a list whose next update is due`() throws {
        let lists = try pki.lists([
            pki.list(by: pki.issuing) { $0.span = TestPKI.now - TestPKI.day * 2..<TestPKI.now - .seconds(1) }
        ])
        let judge = try pki.judge(lists: lists)
        #expect(judge.verdict(on: leaf).reason == .revocationUnknown)
        #expect(judge.verdict(on: leaf, at: TestPKI.now - .seconds(2)).reason == nil)
    }

    /// V15, for the limit of the certificate profile.
    @Test func `is unknown by a list that is older than the profile allows, and does not wait for its next update`()
        throws
    {
        let profile = CertificateProfile(
            name: "fresh", extendedKeyUsage: .clientAuthentication, maximumListAge: .seconds(7200))
        let judge = try pki.judge(profile: profile)
        #expect(judge.verdict(on: leaf).accepted?.validUntil == TestPKI.now + .seconds(3600))
        #expect(judge.verdict(on: leaf, at: TestPKI.now + .seconds(3599)).reason == nil)
        #expect(judge.verdict(on: leaf, at: TestPKI.now + .seconds(3600)).reason == .revocationUnknown)
    }

    @Test func `may be told by a list that begins a minute from now, and no later`() throws {
        let lists = try pki.lists([pki.list(by: pki.issuing) { $0.span = TestPKI.now..<TestPKI.now + TestPKI.day }])
        let judge = try pki.judge(lists: lists)
        #expect(judge.verdict(on: leaf, at: TestPKI.now - .seconds(60)).reason == nil)
        #expect(judge.verdict(on: leaf, at: TestPKI.now - .seconds(61)).reason == .revocationUnknown)
    }

    @Test func `is unknown by a list that somebody else signed in the issuer's name`() throws {
        let forger = TestPKI.Issuer(certificate: pki.issuing.certificate, key: try PrivateKey.generate())
        let lists = try pki.lists([pki.list(by: forger)])
        #expect(try pki.judge(lists: lists).verdict(on: leaf).reason == .revocationUnknown)
    }

    /// A forged "revoked" is not believed either: it would lock people out.
    @Test func `is unknown, not certain, by a forged list that names the certificate`() throws {
        let forger = TestPKI.Issuer(certificate: pki.issuing.certificate, key: try PrivateKey.generate())
        let lists = try pki.lists([pki.list(by: forger, revoking: [leaf])])
        #expect(try pki.judge(lists: lists).verdict(on: leaf).reason == .revocationUnknown)
    }

    @Test func `is unknown by the list of an issuer with another name`() throws {
        let other = try TestPKI.authority("Other", below: pki.root)
        let list = try pki.list(by: other)
        _ = try list.introduce([other.certificate])
        #expect(try pki.judge(lists: [pki.list(by: pki.root), list]).verdict(on: leaf).reason == .revocationUnknown)
    }

    @Test func `is unknown by a list with a critical extension that nobody understands`() throws {
        let kind = unknownExtension()
        let lists = try pki.lists([pki.list(by: pki.issuing) { $0.extensions = [(kind, "critical,DER:0500")] }])
        #expect(try pki.judge(lists: lists).verdict(on: leaf).reason == .revocationUnknown)
    }

    @Test func `is unknown by a list for authorities only`() throws {
        let lists = try pki.lists([
            pki.list(by: pki.issuing) { $0.extensions = [(NID_issuing_distribution_point, "critical,DER:30038201FF")] }
        ])
        #expect(try pki.judge(lists: lists).verdict(on: leaf).reason == .revocationUnknown)
    }

    // MARK: Several lists

    @Test func `goes by the newest of several lists`() throws {
        let old = try pki.list(by: pki.issuing) { $0.span = TestPKI.now - TestPKI.day * 3..<TestPKI.now + TestPKI.day }
        let new = try pki.list(by: pki.issuing, revoking: [leaf])
        for lists in [[old, new], [new, old]] {
            #expect(try pki.judge(lists: pki.lists(lists)).verdict(on: leaf).reason == .certificateRevoked)
        }
    }

    @Test func `is added by a delta list`() throws {
        let base = try pki.list(by: pki.issuing) { $0.extensions = [freshest] }
        let delta = try pki.list(by: pki.issuing, revoking: [leaf]) {
            $0.number = 2
            $0.extensions = [(NID_delta_crl, "critical,DER:020101")]
        }
        #expect(delta.isDelta && !base.isDelta)
        #expect(try pki.judge(lists: pki.lists([base, delta])).verdict(on: leaf).reason == .certificateRevoked)
    }

    @Test func `is taken back by a delta list that removes a hold`() throws {
        let base = try pki.list(by: pki.issuing, revoking: [leaf], because: CRL_REASON_CERTIFICATE_HOLD) {
            $0.extensions = [freshest]
        }
        let delta = try pki.list(by: pki.issuing, revoking: [leaf], because: CRL_REASON_REMOVE_FROM_CRL) {
            $0.number = 2
            $0.extensions = [(NID_delta_crl, "critical,DER:020101")]
        }
        #expect(try pki.judge(lists: pki.lists([base])).verdict(on: leaf).reason == .certificateRevoked)
        #expect(try pki.judge(lists: pki.lists([base, delta])).verdict(on: leaf).reason == nil)
    }

    /// freshestCRL of RFC 5280 section 5.2.6, without which OpenSSL does not look for deltas: one distribution point, `http://x`.
    private let freshest: (kind: Int32, value: String) = (NID_freshest_crl, "DER:3010300EA00CA00A8608687474703A2F2F78")

    // MARK: Where the issuer's key comes from

    @Test func `is known of issuers that only the client sends`() throws {
        let unknown = try TestPKI.authority("Sent", below: pki.root)
        let good = try pki.leaf(by: unknown)
        let bad = try pki.leaf(by: unknown)
        let judge = try pki.judge(lists: pki.lists([pki.list(by: unknown, revoking: [bad])]))
        #expect(judge.verdict(on: good, unknown.certificate).reason == nil)
        #expect(judge.verdict(on: bad, unknown.certificate).reason == .certificateRevoked)
    }

    @Test func `is looked up in long lists`() throws {
        let serials = (0..<20_000).map { [UInt8(1), UInt8($0 >> 16), UInt8($0 >> 8 & 255), UInt8($0 & 255)] }
        let list = try pki.list(by: pki.issuing) { template in
            template.entries = serials.map { .init(serial: $0, revokedAt: TestPKI.now - TestPKI.day, reason: 4) }
        }
        #expect(list.count == 20_000)
        let judge = try pki.judge(lists: pki.lists([list]))
        for serial in [serials[0], serials[9_999], serials[19_999]] {
            #expect(try judge.verdict(on: pki.leaf { $0.serial = serial }).reason == .certificateRevoked)
        }
        #expect(try judge.verdict(on: pki.leaf { $0.serial = [1, 0xFF, 0, 0] }).reason == nil)
    }
}
