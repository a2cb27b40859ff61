import COpenSSL
import GatewayIdentity
import Testing

@testable import GatewayCertificates

/// A root, an issuing CA and a list of each, all good; a test bends one thing.
struct TestPKI {
    typealias Issuer = CertificateTemplate.Issuer

    /// 2026-11-18T11:06:40Z
    static let now = UnixTime(seconds: 1_795_000_000)
    static let year: Duration = .seconds(365 * 86400)
    static let day: Duration = .seconds(86400)

    let root: Issuer
    let issuing: Issuer

    init() throws {
        root = try Self.authority("Root", below: nil)
        issuing = try Self.authority("Issuing", below: root)
    }

    static func authority(
        _ name: String, below parent: Issuer?, _ bend: (inout CertificateTemplate) throws -> Void = { _ in }
    ) throws -> Issuer {
        let key = try PrivateKey.generate()
        var template = CertificateTemplate(
            subject: [(.organisation, "시험"), (.commonName, name)], serial: try SerialNumber.random(),
            validity: (now - year)..<(now + year),
            key: key, extensions: .authority(pathLength: parent == nil ? 1 : 0))
        try bend(&template)
        return Issuer(certificate: try template.signed(by: parent), key: template.key)
    }

    func leaf(by issuer: Issuer? = nil, _ bend: (inout CertificateTemplate) throws -> Void = { _ in }) throws
        -> Certificate
    {
        var template = CertificateTemplate(
            subject: [(.commonName, "김문지")], serial: try SerialNumber.random(),
            validity: (Self.now - Self.day)..<(Self.now + Self.day * 30),
            key: try PrivateKey.generate(), extensions: .leaf(.client, []))
        try bend(&template)
        return try template.signed(by: issuer ?? issuing)
    }

    /// A list made an hour ago that lasts for a week.
    func list(
        by issuer: Issuer, revoking revoked: [Certificate] = [], because reason: Int32 = CRL_REASON_KEY_COMPROMISE,
        _ bend: (inout RevocationListTemplate) -> Void = { _ in }
    ) throws -> RevocationList {
        let entries = try revoked.map { certificate in
            RevocationListTemplate.Entry(
                serial: try #require(Hex.decode(try certificate.serial())), revokedAt: Self.now - .seconds(7200),
                reason: Int(reason))
        }
        var template = RevocationListTemplate(
            number: 1, span: (Self.now - .seconds(3600))..<(Self.now + Self.day * 7), entries: entries)
        bend(&template)
        let list = try RevocationList(der: try template.signed(by: issuer))
        _ = try list.introduce([root.certificate, issuing.certificate])
        return list
    }

    /// Empty lists of both authorities, whatever `lists` has of the same issuer instead.
    func lists(_ lists: [RevocationList] = []) throws -> [RevocationList] {
        var all = lists
        for issuer in [root, issuing] where !lists.contains(where: { $0.issuer == issuer.certificate.subject }) {
            all.append(try list(by: issuer))
        }
        return all
    }

    func judge(
        lists: [RevocationList]? = nil, intermediates: [Certificate]? = nil, profile: CertificateProfile = .organisation
    ) throws -> CertificateJudge {
        let store = try TrustStore(
            anchors: [root.certificate], intermediates: intermediates ?? [issuing.certificate],
            lists: try lists ?? self.lists(),
            profile: profile)
        return CertificateJudge(store: store, profile: profile, generation: 1)
    }
}

extension CertificateTemplate {
    /// Replaces the extension of that kind, or takes it out.
    mutating func replace(_ kind: Int32, by value: String?) {
        extensions.removeAll {
            switch $0 {
            case .constant(let other, _): other == kind
            case .alternativeNames: kind == NID_subject_alt_name
            }
        }
        if let value { extensions.append(.constant(kind, value)) }
    }
}

extension CertificateJudge {
    func verdict(on certificates: Certificate..., at time: UnixTime = TestPKI.now) -> CertificateVerdict {
        judge(chain: certificates.map(\.der), at: time)
    }
}

extension CertificateVerdict {
    /// `nil` when accepted.
    var reason: Reason? {
        switch self {
        case .accepted: nil
        case .refused(let reason, _): reason
        }
    }

    var accepted: VerifiedCertificate? {
        switch self {
        case .accepted(let verified): verified
        case .refused: nil
        }
    }
}
