import COpenSSL
import GatewayIdentity
import GatewayTLS
import GatewayTesting
import Testing

@testable import GatewayCertificates

/// A root that signs whatever a test wants to show, good or bad, and the files it lies in.
struct Authority {
    /// A certificate with its key, on the disk as OpenSSL reads them.
    struct Papers {
        let chainFile: String
        let keyFile: String
        let der: [UInt8]
    }

    /// OpenSSL verifies by the machine's clock: good for as long as anyone will run this.
    static let alive = UnixTime(seconds: 1_577_836_800)..<UnixTime(seconds: 2_524_521_600)  // 2020 to 2049
    static let over = UnixTime(seconds: 1_577_836_800)..<UnixTime(seconds: 1_609_459_200)  // 2020

    let folder: TemporaryFolder
    let rootFile: String
    let rootDER: [UInt8]
    private let root: CertificateTemplate.Issuer

    init() throws {
        folder = try TemporaryFolder()
        let key = try PrivateKey.generate()
        let certificate = try CertificateTemplate(
            subject: [(.commonName, "Root")], serial: try SerialNumber.random(), validity: Self.alive, key: key,
            extensions: .authority(pathLength: 0)
        ).signed(by: nil)
        root = .init(certificate: certificate, key: key)
        rootDER = certificate.der
        rootFile = try folder.write(try certificate.pem(), "root.pem")
    }

    /// - Parameter names: subjectAltName in OpenSSL's words, `DNS:a.example,IP:192.0.2.1`; `nil` for a certificate without.
    func server(
        _ names: String?, called commonName: String = "server", validity: Range<UnixTime> = alive, key: KeyKind = .p256
    ) throws -> Papers {
        try leaf(.server, commonName, names, validity, key)
    }

    func client(_ commonName: String = "김하늘", key: KeyKind = .p256) throws -> Papers {
        try leaf(.client, commonName, nil, Self.alive, key)
    }

    private func leaf(
        _ purpose: IssuedCertificate.Purpose, _ commonName: String, _ names: String?, _ validity: Range<UnixTime>,
        _ kind: KeyKind
    ) throws -> Papers {
        let key = try kind.generate()
        var template = CertificateTemplate(
            subject: [(.commonName, commonName)], serial: try SerialNumber.random(), validity: validity, key: key,
            extensions: .leaf(purpose, []))
        if let names { template.extensions.append(.constant(NID_subject_alt_name, names)) }
        let certificate = try template.signed(by: root)
        let name = certificate.der.suffix(8).map { String($0, radix: 16) }.joined()
        return Papers(
            chainFile: try folder.write(try certificate.pem(), name + ".pem"),
            keyFile: try folder.write(try key.pem(), name + ".key"), der: certificate.der)
    }

    /// - Returns: the same key in another file, under a password.
    func encrypting(_ keyFile: String) throws -> String {
        let input = BIO_new_file(keyFile, "r")
        defer { BIO_free_all(input) }
        let key = try #require(PEM_read_bio_PrivateKey(input, nil, nil, nil))
        defer { EVP_PKEY_free(key) }
        let path = keyFile + ".encrypted"
        let output = BIO_new_file(path, "w")
        defer { BIO_free_all(output) }
        try #require(PEM_write_bio_PKCS8PrivateKey(output, key, EVP_aes_256_cbc(), "password", 8, nil, nil) == 1)
        return path
    }

    /// A server that answers to these names, each with a certificate of its own.
    func serverContext(
        _ names: [String] = ["gate.example"], key: KeyKind = .p256, demand: ClientCertificateDemand = .explain,
        judge: @escaping @Sendable (_ chain: [[UInt8]]) -> ClientChainRuling = { _ in .accept }
    ) throws -> TLSServerContext {
        let identities = try names.map { name in
            let papers = try server("DNS:" + name, key: key)
            return ServerIdentity(names: [name], certificateChainFile: papers.chainFile, privateKeyFile: papers.keyFile)
        }
        return try TLSServerContext(identities: identities, authorities: [rootDER], demand: demand, judge: judge)
    }
}

/// The keys that certificates are made of, by OpenSSL's names.
enum KeyKind: String, CaseIterable {
    case p256 = "P-256"
    case p384 = "P-384"
    case rsa = "RSA"

    func generate() throws -> PrivateKey {
        switch self {
        case .p256, .p384: return try PrivateKey.generate(curve: rawValue)
        case .rsa:
            let context = try #require(EVP_PKEY_CTX_new_from_name(nil, rawValue, nil))
            defer { EVP_PKEY_CTX_free(context) }
            var key: OpaquePointer?
            try #require(EVP_PKEY_keygen_init(context) == 1 && EVP_PKEY_generate(context, &key) == 1)
            return PrivateKey(takingOwnership: try #require(key))
        }
    }
}
