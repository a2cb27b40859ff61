import COpenSSL
import GatewayIdentity
import Testing

@testable import GatewayCertificates

@Suite struct `A server's certificate and key` {
    let pki: TestPKI
    let folder: TemporaryFolder
    let key: PrivateKey

    init() throws {
        pki = try TestPKI()
        folder = try TemporaryFolder()
        key = try PrivateKey.generate()
    }

    private func certificate(_ bend: (inout CertificateTemplate) throws -> Void = { _ in }) throws -> Certificate {
        try pki.leaf {
            $0.key = key
            $0.extensions = .leaf(.server, [.dns("gate.example.kr"), .dns("*.GW.example.kr")])
            try bend(&$0)
        }
    }

    private func inspect(
        _ chain: [Certificate], key: PrivateKey? = nil, permissions: Int = 0o600, at time: UnixTime = TestPKI.now
    ) throws -> ServerCredentials {
        let chainFile = try folder.write(try chain.flatMap { try $0.pem() }, "server.pem")
        let keyFile = try folder.write(try (key ?? self.key).pem(), "server.key", permissions: permissions)
        return try ServerCredentials.inspect(chainFile: chainFile, keyFile: keyFile, at: time)
    }

    private func refusal(_ body: () throws -> ServerCredentials) -> String? {
        do {
            _ = try body()
            return nil
        } catch {
            return "\(error)"
        }
    }

    @Test func `tell their names and their end`() throws {
        let found = try inspect([certificate(), pki.issuing.certificate])
        #expect(found.names == ["gate.example.kr", "*.gw.example.kr"])
        #expect(found.notAfter == TestPKI.now + TestPKI.day * 30)
    }

    @Test func `must belong together`() throws {
        #expect(
            refusal { try inspect([certificate()], key: PrivateKey.generate()) }?.contains("server.key: not the key of")
                == true)
    }

    @Test(arguments: [0o640, 0o604, 0o660, 0o666])
    func `are refused when others may read or write the key`(permissions: Int) throws {
        #expect(
            refusal { try inspect([certificate()], permissions: permissions) }?.contains("600 or 400 is expected")
                == true)
    }

    @Test func `are refused when the key needs a password`() throws {
        let encrypted = try MemoryBIO.written("key") {
            PEM_write_bio_PKCS8PrivateKey($0, key.pointer, EVP_aes_256_cbc(), "secret", 6, nil, nil)
        }
        let chainFile = try folder.write(certificate().pem(), "server.pem")
        let keyFile = try folder.write(encrypted, "server.key", permissions: 0o600)
        #expect(
            refusal { try ServerCredentials.inspect(chainFile: chainFile, keyFile: keyFile, at: TestPKI.now) }?
                .contains("server.key: not an unencrypted") == true)
    }

    @Test func `are refused when the chain is out of order`() throws {
        let message = refusal { try inspect([certificate(), pki.root.certificate, pki.issuing.certificate]) }
        #expect(message?.contains("certificate 2 (CN=Root,O=시험) did not issue certificate 1") == true)
    }

    @Test func `are refused without a DNS name`() throws {
        #expect(
            refusal { try inspect([certificate { $0.replace(NID_subject_alt_name, by: nil) }]) }?.contains(
                "no DNS name") == true)
    }

    @Test func `are refused when the certificate is for clients`() throws {
        #expect(
            refusal { try inspect([certificate { $0.replace(NID_ext_key_usage, by: "clientAuth") }]) }?.contains(
                "may not serve TLS") == true)
    }

    @Test func `are refused before and after their time`() throws {
        #expect(
            refusal { try inspect([certificate()], at: TestPKI.now + TestPKI.day * 30) }?.contains("expired at") == true
        )
        #expect(
            refusal { try inspect([certificate()], at: TestPKI.now - TestPKI.day * 2) }?.contains("not valid before")
                == true)
    }

    @Test func `are refused when the key is weak`() throws {
        let weak = try rsaKey(bits: 1024)
        #expect(
            refusal { try inspect([certificate { $0.key = weak }], key: weak) }?.contains("RSA key of 1024 bits")
                == true)
    }
}
