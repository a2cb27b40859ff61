import COpenSSL
import GatewayIdentity
import Testing

@testable import GatewayCertificates

@Suite struct `The private CA` {
    let folder: TemporaryFolder
    let authority: CertificateAuthority
    let now = TestPKI.now

    init() throws {
        folder = try TemporaryFolder()
        authority = try CertificateAuthority.create(in: folder.path + "/pki", organisation: "예시 주식회사", at: TestPKI.now)
    }

    private func trust(_ authority: CertificateAuthority) throws -> TrustSnapshot {
        try TrustSnapshot.load(
            TrustSources(anchors: [authority.anchorFile], revocationLists: [authority.listFolder]),
            profile: .organisation)
    }

    private func chain(_ credential: Credential) throws -> [[UInt8]] {
        let file = try folder.write(try credential.chainPEM(), "chain.pem")
        return try EncodedObjects(.certificate, in: try FileContents(reading: file)).objects
    }

    @Test func `issues client certificates that the judge accepts`() throws {
        let credential = try authority.issueClient(
            .init(commonName: "김문지", email: "kim@example.kr", userPrincipalName: "kim@예시"), at: now)
        let verified = try #require(try trust(authority).judge.judge(chain: chain(credential), at: now).accepted)
        #expect(verified.certificate == credential.certificate)
        #expect(verified.certificate.subject == "CN=김문지")
    }

    @Test func `issues server certificates that a listener takes, and that no client may use`() throws {
        let credential = try authority.issueServer(dnsNames: ["gate.gw.localhost", "*.gw.localhost"], at: now)
        let files = try credential.write(to: folder.path, as: "server")
        let found = try ServerCredentials.inspect(chainFile: files.chain, keyFile: files.key, at: now)
        #expect(found.names == ["gate.gw.localhost", "*.gw.localhost"])
        #expect(
            try trust(authority).judge.judge(chain: chain(credential), at: now).reason == .certificateExtendedKeyUsage)
    }

    @Test func `gives every certificate a serial number of its own, of 17 bytes`() throws {
        let serials = try (0..<20).map { _ in try authority.issueClient(.init(commonName: "x"), at: now).issued.serial }
        #expect(Set(serials).count == 20 && serials.allSatisfy { $0.utf8.count == 34 })
    }

    @Test func `can issue a certificate that has expired already`() throws {
        let past = now - TestPKI.day * 2..<now - TestPKI.day
        let credential = try authority.issueClient(.init(commonName: "old", validity: past), at: now)
        #expect(try trust(authority).judge.judge(chain: chain(credential), at: now).reason == .certificateExpired)
    }

    @Test func `revokes, and says so in its next list`() throws {
        let credential = try authority.issueClient(.init(commonName: "박"), at: now)
        let judge = try trust(authority).judge
        try authority.revoke(serial: credential.issued.serial.uppercased(), because: .keyCompromise, at: now)
        #expect(try trust(authority).judge.judge(chain: chain(credential), at: now).reason == nil)
        try authority.publishLists(at: now)
        #expect(try trust(authority).judge.judge(chain: chain(credential), at: now).reason == .certificateRevoked)
        #expect(try judge.judge(chain: chain(credential), at: now).reason == nil)
        #expect(try authority.issued().map(\.revocation?.reason) == [.keyCompromise])
    }

    @Test func `does not revoke twice, nor what it did not issue`() throws {
        let serial = try authority.issueClient(.init(commonName: "박"), at: now).issued.serial
        try authority.revoke(serial: serial, because: .superseded, at: now)
        #expect(throws: AuthorityProblem.alreadyRevoked(serial: serial, at: now)) {
            try authority.revoke(serial: serial, because: .keyCompromise, at: now + .seconds(1))
        }
        #expect(throws: AuthorityProblem.unknownSerial("0123")) {
            try authority.revoke(serial: "123", because: .superseded, at: now)
        }
        #expect(throws: AuthorityProblem.badRequest("'kim' is not a serial number in hexadecimal")) {
            try authority.revoke(serial: "kim", because: .superseded, at: now)
        }
    }

    @Test func `numbers its lists upwards, and keeps them within their time`() throws {
        let first = try RevocationList(der: folder.read("pki/crl/issuing.crl"))
        try authority.publishLists(at: now + .seconds(60), issuingLasts: .seconds(3600))
        let second = try RevocationList(der: folder.read("pki/crl/issuing.crl"))
        #expect(first.number == 1 && second.number == 2)
        #expect(second.nextUpdate == now + .seconds(3660))
    }

    @Test func `puts both lists into one PEM file, too`() throws {
        let file = try EncodedObjects(.revocationList, in: try FileContents(reading: authority.listFile))
        #expect(file.objects == [try folder.read("pki/crl/root.crl"), try folder.read("pki/crl/issuing.crl")])
    }

    @Test func `works while the root's key is kept elsewhere`() throws {
        let before = try folder.read("pki/crl/root.crl")
        try folder.remove("pki/root.key")
        let credential = try authority.issueClient(.init(commonName: "박"), at: now)
        try authority.publishLists(at: now + .seconds(60))
        #expect(try folder.read("pki/crl/root.crl") == before)
        #expect(try trust(authority).judge.judge(chain: chain(credential), at: now + .seconds(60)).reason == nil)
    }

    // MARK: Files

    @Test func `keeps keys to their owner`() throws {
        for name in ["pki/root.key", "pki/issuing.key", "pki/issued.jsonl"] {
            #expect(try folder.permissions(name) == 0o600)
        }
        _ = try authority.issueClient(.init(commonName: "박"), at: now).write(
            to: folder.path, as: "park", pkcs12Password: PKCS12Password("열려라"))
        for name in ["park.key", "park.p12"] { #expect(try folder.permissions(name) == 0o600) }
    }

    @Test func `does not work with a key that others may read`() throws {
        try folder.write(try folder.read("pki/issuing.key"), "pki/issuing.key", permissions: 0o644)
        #expect(throws: AuthorityProblem.self) { try authority.issueClient(.init(commonName: "박"), at: now) }
        #expect(try authority.issued().isEmpty)
    }

    @Test func `is not made over another`() throws {
        let path = folder.path + "/pki"
        let before = try folder.read("pki/ca.pem")
        #expect(throws: AuthorityProblem.exists(folder: path)) {
            try CertificateAuthority.create(in: path, organisation: "B", at: now)
        }
        #expect(try folder.read("pki/ca.pem") == before)
    }

    @Test func `names the line of its ledger that is damaged`() throws {
        _ = try authority.issueClient(.init(commonName: "박"), at: now)
        try folder.write(try folder.read("pki/issued.jsonl") + Array("{\"serial\": \"zz\"}\n".utf8), "pki/issued.jsonl")
        #expect(
            throws: AuthorityProblem.file(
                FileProblem(folder.path + "/pki/issued.jsonl:2:1", "not an entry of an issued certificate"))
        ) {
            try authority.issued()
        }
    }

    @Test func `loses nothing when many issue at a time`() async throws {
        try await withThrowingTaskGroup(of: Void.self) { group in
            for index in 0..<16 {
                group.addTask { [authority, now] in
                    _ = try authority.issueClient(.init(commonName: "p\(index)"), at: now)
                }
            }
            try await group.waitForAll()
        }
        #expect(try authority.issued().count == 16)
    }

    // MARK: PKCS#12

    @Test func `packs key and chain for a device under a password`() throws {
        let credential = try authority.issueClient(.init(commonName: "박해리"), at: now)
        let container = try credential.pkcs12(password: PKCS12Password("열려라 참깨"))
        #expect(open(container, "열려라 참깨") == credential.certificate.fingerprint)
        #expect(open(container, "wrong") == nil)
        #expect(throws: AuthorityProblem.badRequest("a PKCS#12 file needs a password")) {
            try credential.pkcs12(password: PKCS12Password(""))
        }
    }

    private func open(_ container: [UInt8], _ password: String) -> SHA256Digest? {
        let parsed = container.withUnsafeBufferPointer { bytes in
            var at = bytes.baseAddress
            return d2i_PKCS12(nil, &at, bytes.count)
        }
        defer { PKCS12_free(parsed) }
        var key: OpaquePointer?
        var certificate: OpaquePointer?
        guard PKCS12_parse(parsed, password, &key, &certificate, nil) == 1, let certificate else { return nil }
        EVP_PKEY_free(key)
        return try? Certificate(takingOwnership: certificate).fingerprint()
    }

    // MARK: Requests that cannot be met

    @Test func `does not let an address bring another name with it`() throws {
        let credential = try authority.issueClient(.init(commonName: "x", email: "a@b,DNS:gate.example.kr"), at: now)
        let leaf = try #require(try chain(credential).first)
        #expect(try Certificate(der: leaf).dnsNames.isEmpty)
    }

    @Test(arguments: [
        "a.*.kr", "-a.kr", "a..kr", "a b.kr", "*.kr", "gate.kr\u{0}x", String(repeating: "a", count: 64) + ".kr", "",
    ])
    func `issues for DNS names only`(name: String) throws {
        #expect(throws: AuthorityProblem.badRequest("'\(name)' is not a DNS name")) {
            try authority.issueServer(dnsNames: [name], at: now)
        }
    }

    @Test func `says what a request lacks`() throws {
        func message(_ request: ClientCertificateRequest) -> String? {
            do throws(AuthorityProblem) {
                _ = try authority.issueClient(request, at: now)
                return nil
            } catch {
                return error.description
            }
        }
        #expect(message(.init(commonName: "")) == "the certificate's owner has no name")
        #expect(message(.init(commonName: "x", email: "김@예시")) == "'김@예시' is not an ASCII mail address")
        #expect(message(.init(commonName: "x", validity: now..<now)) == "the validity ends before it begins")
        #expect(
            message(.init(commonName: "x", validity: now..<now + TestPKI.year * 11))?.contains(
                "goes beyond the issuing CA's") == true)
        #expect(
            message(.init(commonName: String(repeating: "가", count: 65)))?.contains("cannot be the CN of a name")
                == true)
    }
}
