import COpenSSL
import GatewayIdentity
import Testing

@testable import GatewayCertificates

@Suite struct `An attestation certificate` {
    private static let model: [UInt8] = Array(0..<16)
    /// id-fido-gen-ce-aaguid, known to OpenSSL from here on.
    private static let modelExtension: Int32 = OBJ_create("1.3.6.1.4.1.45724.1.1.4", "fidoModel", "FIDO AAGUID")

    private let pki: TestPKI

    init() throws { pki = try TestPKI() }

    @Test func `that is fit and leads to a root is trusted`() throws {
        #expect(try verdict(on: packed()) == .trusted)
        #expect(
            try verdict(on: packed { $0.extensions.append(Self.model("0410" + Hex.encode(Self.model))) }) == .trusted)
        #expect(try verdict(on: tpm(), .tpm) == .trusted)
        #expect(try verdict(on: pki.leaf(), .fidoU2F) == .trusted)
    }

    @Test func `may be a root itself`() throws {
        let leaf = try packed()
        #expect(try verdict(on: leaf, anchors: [leaf], intermediates: []) == .trusted)
    }

    @Test func `is refused under a root that is not known`() throws {
        let stranger = try TestPKI()
        #expect(try isRefused(verdict(on: packed(), anchors: [stranger.root.certificate])))
        #expect(try isRefused(verdict(on: packed(), anchors: [])))
    }

    @Test func `is refused without the authorities between`() throws {
        #expect(try isRefused(verdict(on: packed(), intermediates: [])))
    }

    @Test func `is refused before and after its time`() throws {
        #expect(try isRefused(verdict(on: packed(), at: TestPKI.now - TestPKI.year)))
        #expect(try isRefused(verdict(on: packed(), at: TestPKI.now + TestPKI.year)))
    }

    @Test(arguments: ["AA", "0410" + String(repeating: "ff", count: 16), "0411" + String(repeating: "00", count: 17)])
    func `is refused when it is another model's`(extension value: String) throws {
        #expect(try isRefused(verdict(on: packed { $0.extensions.append(Self.model(value)) }), "another model"))
    }

    @Test func `is refused when its model is critical`() throws {
        let value = "0410" + Hex.encode(Self.model)
        #expect(
            try isRefused(
                verdict(on: packed { $0.extensions.append(Self.model(value, "critical,")) }), "another model"))
    }

    @Test func `is refused when its subject is not as the format asks`() throws {
        for dropped in 0..<4 {
            #expect(try isRefused(verdict(on: packed { $0.subject.remove(at: dropped) }), "subject", "OU"))
        }
        #expect(
            try isRefused(
                verdict(on: packed { $0.subject.append((.organisationalUnit, "Authenticator Attestation")) }), "OU"))
        #expect(try isRefused(verdict(on: packed { $0.subject[2].1 = "authenticator attestation" }), "OU"))
        #expect(try isRefused(verdict(on: tpm { $0.subject = [(.commonName, "TPM")] }, .tpm), "subject"))
    }

    @Test func `is refused when it is an authority's`() throws {
        #expect(try isRefused(verdict(on: packed { $0.extensions = .authority(pathLength: 0) }), "authority"))
        #expect(try isRefused(verdict(on: pki.issuing.certificate, .tpm), "authority"))
    }

    @Test func `of a TPM is refused without its purpose or its TPM's name`() throws {
        #expect(
            try isRefused(
                verdict(on: tpm { $0.extensions[1] = .constant(NID_ext_key_usage, "clientAuth") }, .tpm), "purpose"))
        #expect(try isRefused(verdict(on: tpm { $0.extensions.removeLast() }, .tpm), "TPM"))
    }

    @Test func `of U2F is refused when its key is on another curve`() throws {
        let key = try #require(gw_generate_ec_key("P-384"))
        let leaf = try pki.leaf { $0.key = PrivateKey(takingOwnership: key) }
        #expect(try isRefused(verdict(on: leaf, .fidoU2F), "P-256"))
    }

    @Test func `is refused when it is none`() throws {
        let anchors = try AttestationAnchors([pki.root.certificate.der])
        for chain in [[], [[]], [[0x30, 0x00]], [try packed().der + [0]]] as [[[UInt8]]] {
            #expect(isRefused(anchors.verdict(on: chain, format: .packed, model: Self.model, at: TestPKI.now)))
        }
    }

    @Test func `has roots that are certificates`() {
        #expect(throws: AttestationAnchors.Problem.self) { try AttestationAnchors([[0x30, 0x00]]) }
    }

    private func packed(_ bend: (inout CertificateTemplate) throws -> Void = { _ in }) throws -> Certificate {
        try pki.leaf {
            $0.subject = [
                (.country, "KR"), (.organisation, "Maker"), (.organisationalUnit, "Authenticator Attestation"),
                (.commonName, "Batch 1"),
            ]
            $0.extensions = [.constant(NID_basic_constraints, "critical,CA:FALSE")]
            try bend(&$0)
        }
    }

    private func tpm(_ bend: (inout CertificateTemplate) throws -> Void = { _ in }) throws -> Certificate {
        try pki.leaf {
            $0.subject = []
            $0.extensions = [
                .constant(NID_basic_constraints, "critical,CA:FALSE"), .constant(NID_ext_key_usage, "2.23.133.8.3"),
                .alternativeNames([.dns("tpm.example")]),
            ]
            try bend(&$0)
        }
    }

    private static func model(_ der: String, _ prefix: String = "") -> CertificateTemplate.Extension {
        .constant(modelExtension, prefix + "DER:" + der)
    }

    private func verdict(
        on leaf: Certificate, _ format: AttestationAnchors.Format = .packed, anchors: [Certificate]? = nil,
        intermediates: [Certificate]? = nil, at time: UnixTime = TestPKI.now
    ) throws -> AttestationAnchors.Verdict {
        let anchors = try AttestationAnchors((anchors ?? [pki.root.certificate]).map(\.der))
        let chain = [leaf] + (intermediates ?? [pki.issuing.certificate])
        return anchors.verdict(on: chain.map(\.der), format: format, model: Self.model, at: time)
    }

    /// - Parameter words: one of which the text holds; any text when there are none.
    private func isRefused(_ verdict: AttestationAnchors.Verdict, _ words: String...) -> Bool {
        switch verdict {
        case .trusted: false
        case .refused(let text): words.isEmpty || words.contains { text.contains($0) }
        }
    }
}
