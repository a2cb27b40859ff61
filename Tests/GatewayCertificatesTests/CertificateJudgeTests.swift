import COpenSSL
import GatewayIdentity
import Testing

@testable import GatewayCertificates

/// Compliance profile 2.5, points 1 to 8: for each there is a certificate with which everything else is in order.
@Suite struct `A client certificate` {
    let pki: TestPKI

    init() throws { pki = try TestPKI() }

    @Test func `is accepted when nothing is wrong with it`() throws {
        let leaf = try pki.leaf()
        let verified = try #require(try pki.judge().verdict(on: leaf).accepted)
        #expect(verified.certificate.fingerprint == (try leaf.fingerprint()))
        #expect(verified.certificate.subject == "CN=김문지")
        #expect(verified.certificate.issuer == "CN=Issuing,O=시험")
        #expect(verified.certificate.serial.hasPrefix("01"))
    }

    @Test func `is accepted until the first end among chain and lists`() throws {
        let short = try pki.leaf { $0.validity = TestPKI.now - TestPKI.day..<TestPKI.now + .seconds(600) }
        let judge = try pki.judge()
        #expect(judge.verdict(on: short).accepted?.validUntil == TestPKI.now + .seconds(600))
        #expect(try judge.verdict(on: pki.leaf()).accepted?.validUntil == TestPKI.now + TestPKI.day * 7)
    }

    // MARK: 1. Sent at all

    @Test func `that was not sent is missed`() throws {
        #expect(try pki.judge().judge(chain: [], at: TestPKI.now) == .refused(.noClientCertificate, nil))
    }

    // MARK: 2. A chain to a pinned anchor

    @Test func `that cannot be read is of no known issuer`() throws {
        #expect(
            try pki.judge().judge(chain: [[0x30, 0x03, 0x02, 0x01]], at: TestPKI.now)
                == .refused(.certificateUntrustedIssuer, nil))
    }

    @Test func `with bytes behind it is of no known issuer`() throws {
        #expect(
            try pki.judge().judge(chain: [try pki.leaf().der + [0]], at: TestPKI.now).reason
                == .certificateUntrustedIssuer)
    }

    @Test func `of another authority is of no known issuer, and is named`() throws {
        let stranger = try TestPKI()
        let leaf = try stranger.leaf()
        let verdict = try pki.judge().verdict(on: leaf, stranger.issuing.certificate, stranger.root.certificate)
        #expect(verdict == .refused(.certificateUntrustedIssuer, try leaf.clientCertificate()))
    }

    @Test func `that signs itself is of no known issuer`() throws {
        let key = try PrivateKey.generate()
        let leaf = try CertificateTemplate(
            subject: [(.commonName, "self")], serial: [1],
            validity: TestPKI.now - TestPKI.day..<TestPKI.now + TestPKI.day, key: key,
            extensions: [
                .constant(NID_key_usage, "critical,digitalSignature"), .constant(NID_ext_key_usage, "clientAuth"),
            ]
        ).signed(by: nil)
        #expect(try pki.judge().verdict(on: leaf).reason == .certificateUntrustedIssuer)
    }

    @Test func `issued by one that is not a CA is of no known issuer`() throws {
        let impostor = try TestPKI.authority("Impostor", below: pki.issuing) {
            $0.replace(NID_basic_constraints, by: "critical,CA:FALSE")
        }
        let leaf = try pki.leaf(by: impostor)
        #expect(try pki.judge().verdict(on: leaf, impostor.certificate).reason == .certificateUntrustedIssuer)
    }

    /// OpenSSL takes keyUsage keyCertSign without basicConstraints for a CA.
    @Test func `issued by one that is a CA by keyUsage alone is of no known issuer`() throws {
        let half = try TestPKI.authority("Half", below: pki.root) { $0.replace(NID_basic_constraints, by: nil) }
        let leaf = try pki.leaf(by: half)
        let lists = try pki.lists([pki.list(by: half)])
        #expect(try pki.judge(lists: lists).verdict(on: leaf, half.certificate).reason == .certificateUntrustedIssuer)
    }

    @Test func `at the end of a longer path than an issuer permits is of no known issuer`() throws {
        let below = try TestPKI.authority("Below", below: pki.issuing)
        let leaf = try pki.leaf(by: below)
        #expect(try pki.judge().verdict(on: leaf, below.certificate).reason == .certificateUntrustedIssuer)
    }

    @Test func `with a name its issuer may not give is of no known issuer`() throws {
        let bound = try TestPKI.authority("Bound", below: pki.root) {
            $0.extensions.append(.constant(NID_name_constraints, "critical,permitted;email:example.kr"))
        }
        let lists = try pki.lists([try pki.list(by: bound)])
        for list in lists { _ = try list.introduce([bound.certificate]) }
        let judge = try pki.judge(lists: lists)
        let inside = try pki.leaf(by: bound) { $0.extensions.append(.alternativeNames([.email("kim@example.kr")])) }
        let outside = try pki.leaf(by: bound) { $0.extensions.append(.alternativeNames([.email("kim@example.com")])) }
        #expect(judge.verdict(on: inside, bound.certificate).reason == nil)
        #expect(judge.verdict(on: outside, bound.certificate).reason == .certificateUntrustedIssuer)
    }

    @Test func `with a signature that is not its issuer's is of no known issuer`() throws {
        var der = try pki.leaf().der
        der[der.count - 1] ^= 1
        #expect(try pki.judge().judge(chain: [der], at: TestPKI.now).reason == .certificateUntrustedIssuer)
    }

    @Test func `below an authority that a stranger made with a known name is of no known issuer`() throws {
        let fake = try TestPKI.authority("Issuing", below: nil)
        let judge = try pki.judge(intermediates: [])
        #expect(try judge.verdict(on: pki.leaf(by: fake), fake.certificate).reason == .certificateUntrustedIssuer)
    }

    @Test func `among more than ten is of no known issuer`() throws {
        let leaf = try pki.leaf()
        let judge = try pki.judge()
        let filler = pki.issuing.certificate.der
        #expect(judge.judge(chain: [leaf.der] + Array(repeating: filler, count: 9), at: TestPKI.now).reason == nil)
        #expect(
            judge.judge(chain: [leaf.der] + Array(repeating: filler, count: 10), at: TestPKI.now).reason
                == .certificateUntrustedIssuer)
    }

    // MARK: 3. Validity

    @Test func `has expired from the second of its end`() throws {
        let judge = try pki.judge()
        let leaf = try pki.leaf { $0.validity = TestPKI.now - TestPKI.day..<TestPKI.now }
        #expect(judge.verdict(on: leaf, at: TestPKI.now - .seconds(1)).reason == nil)
        #expect(judge.verdict(on: leaf, at: TestPKI.now).reason == .certificateExpired)
    }

    @Test func `may begin a minute from now, for clocks differ, and no later`() throws {
        let judge = try pki.judge()
        let leaf = try pki.leaf { $0.validity = TestPKI.now..<TestPKI.now + TestPKI.day }
        #expect(judge.verdict(on: leaf, at: TestPKI.now - .seconds(60)).reason == nil)
        #expect(judge.verdict(on: leaf, at: TestPKI.now - .seconds(61)).reason == .certificateNotYetValid)
    }

    @Test func `ends with its issuer`() throws {
        let old = try TestPKI.authority("Old", below: pki.root) {
            $0.validity = TestPKI.now - TestPKI.year..<TestPKI.now - TestPKI.day
        }
        #expect(try pki.judge().verdict(on: pki.leaf(by: old), old.certificate).reason == .certificateExpired)
    }

    // MARK: 4. Not a CA

    @Test func `of an authority cannot log in, whatever its keyUsage`() throws {
        let leaf = try pki.leaf { $0.replace(NID_basic_constraints, by: "critical,CA:TRUE") }
        #expect(try pki.judge().verdict(on: leaf).reason == .certificateIsCA)
    }

    @Test func `of an authority cannot log in`() throws {
        let leaf = try pki.leaf {
            $0.replace(NID_basic_constraints, by: "critical,CA:TRUE")
            $0.replace(NID_key_usage, by: "critical,digitalSignature,keyCertSign")
        }
        #expect(try pki.judge().verdict(on: leaf).reason == .certificateIsCA)
    }

    @Test func `that is a CA by keyUsage alone cannot log in`() throws {
        let leaf = try pki.leaf {
            $0.replace(NID_basic_constraints, by: nil)
            $0.replace(NID_key_usage, by: "critical,digitalSignature,keyCertSign")
        }
        #expect(try pki.judge().verdict(on: leaf).reason == .certificateIsCA)
    }

    // MARK: 5. Strength

    @Test func `with an RSA key of 1024 bits is weak, with 2048 it is not`() throws {
        let judge = try pki.judge()
        let weak = try pki.leaf { $0.key = try rsaKey(bits: 1024) }
        let strong = try pki.leaf { $0.key = try rsaKey(bits: 2048) }
        #expect(judge.verdict(on: weak).reason == .certificateWeakKey)
        #expect(judge.verdict(on: strong).reason == nil)
    }

    @Test func `with a key below what its profile asks for is weak`() throws {
        let profile = CertificateProfile(
            name: "strict", extendedKeyUsage: .clientAuthentication, minimumRSABits: 3072, minimumCurveBits: 384)
        let judge = try pki.judge(profile: profile)
        #expect(try judge.verdict(on: pki.leaf { $0.key = try rsaKey(bits: 2048) }).reason == .certificateWeakKey)
        #expect(try judge.verdict(on: pki.leaf()).reason == .certificateWeakKey)
    }

    @Test(arguments: ["P-224", "secp192k1"])
    func `on a curve below 256 bits is weak`(curve: String) throws {
        let leaf = try pki.leaf { $0.key = try PrivateKey.generate(curve: curve) }
        #expect(try pki.judge().verdict(on: leaf).reason == .certificateWeakKey)
    }

    @Test(arguments: ["SHA1", "SHA224"])
    func `signed over less than SHA-256 is weak`(digest: String) throws {
        let leaf = try pki.leaf { $0.digest = digest }
        #expect(try pki.judge().verdict(on: leaf).reason == .certificateWeakKey)
    }

    @Test func `is weak when its issuer is`() throws {
        let weak = try TestPKI.authority("Weak", below: pki.root) { $0.digest = "SHA1" }
        #expect(try pki.judge().verdict(on: pki.leaf(by: weak), weak.certificate).reason == .certificateWeakKey)
    }

    // MARK: 6. keyUsage

    @Test(arguments: [nil, "critical,keyEncipherment", "critical,nonRepudiation", "critical,keyAgreement"])
    func `without digitalSignature cannot log in`(usage: String?) throws {
        let leaf = try pki.leaf { $0.replace(NID_key_usage, by: usage) }
        #expect(try pki.judge().verdict(on: leaf).reason == .certificateKeyUsage)
    }

    // MARK: 7. extendedKeyUsage

    @Test(
        arguments: ["serverAuth", "emailProtection", "anyExtendedKeyUsage"], [CertificateProfile.organisation, .pkix])
    func `for another use cannot log in`(usage: String, profile: CertificateProfile) throws {
        let leaf = try pki.leaf { $0.replace(NID_ext_key_usage, by: usage) }
        #expect(try pki.judge(profile: profile).verdict(on: leaf).reason == .certificateExtendedKeyUsage)
    }

    @Test func `without extendedKeyUsage can log in only where the profile says so`() throws {
        let leaf = try pki.leaf { $0.replace(NID_ext_key_usage, by: nil) }
        #expect(try pki.judge(profile: .organisation).verdict(on: leaf).reason == .certificateExtendedKeyUsage)
        #expect(try pki.judge(profile: .pkix).verdict(on: leaf).reason == nil)
    }

    @Test func `of an issuer that may only issue for servers cannot log in`() throws {
        let servers = try TestPKI.authority("Servers", below: pki.root) {
            $0.extensions.append(.constant(NID_ext_key_usage, "serverAuth"))
        }
        #expect(
            try pki.judge().verdict(on: pki.leaf(by: servers), servers.certificate).reason
                == .certificateExtendedKeyUsage)
    }

    // MARK: 8. Policies and critical extensions

    @Test func `must be valid for one of the profile's policies`() throws {
        let policy = "1.2.410.200004.5.2.1.2"
        let issuing = try TestPKI.authority("Policies", below: pki.root) {
            $0.extensions.append(.constant(NID_certificate_policies, try policies(["2.5.29.32.0"])))
        }
        let lists = try pki.lists([pki.list(by: issuing)])
        for list in lists { _ = try list.introduce([issuing.certificate]) }
        let judge = try pki.judge(lists: lists, profile: .npki)
        func reason(_ allowed: [String]) throws -> Reason? {
            let leaf = try pki.leaf(by: issuing) {
                $0.replace(NID_certificate_policies, by: allowed.isEmpty ? nil : try policies(allowed))
            }
            return judge.verdict(on: leaf, issuing.certificate).reason
        }
        #expect(try reason([policy]) == nil)
        #expect(try reason([policy, "1.2.3.4"]) == nil)
        #expect(try reason(["1.2.410.200005.1.1.4"]) == .certificatePolicy)
        #expect(try reason([]) == .certificatePolicy)
    }

    @Test func `with a critical extension that nobody understands cannot log in`() throws {
        let kind = unknownExtension()
        let critical = try pki.leaf { $0.extensions.append(.constant(kind, "critical,DER:0500")) }
        let other = try pki.leaf { $0.extensions.append(.constant(kind, "DER:0500")) }
        #expect(try pki.judge().verdict(on: critical).reason == .certificatePolicy)
        #expect(try pki.judge().verdict(on: other).reason == nil)
    }
}

func rsaKey(bits: Int) throws -> PrivateKey {
    PrivateKey(takingOwnership: try #require(gw_generate_rsa_key(bits)))
}

/// Registers an object identifier that OpenSSL has no meaning for, and that `X509V3_EXT_nconf_nid` takes with `DER:`.
func unknownExtension() -> Int32 {
    let known = OBJ_txt2nid("1.3.6.1.4.1.99999.1")
    return known == NID_undef ? OBJ_create("1.3.6.1.4.1.99999.1", "gwUnknown", "gwanmun unknown extension") : known
}

/// certificatePolicies in OpenSSL's configuration syntax.
func policies(_ dotted: [String]) throws -> String {
    var body: [UInt8] = []
    for text in dotted {
        let object = try #require(OBJ_txt2obj(text, 1))
        defer { ASN1_OBJECT_free(object) }
        let encoded = DER.encode { i2d_ASN1_OBJECT(object, $0) }
        body += [0x30, UInt8(encoded.count)] + encoded
    }
    return "DER:" + Hex.encode([0x30, UInt8(body.count)] + body)
}
