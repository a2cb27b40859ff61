public import GatewayIdentity

/// For whom a client certificate is asked.
public struct ClientCertificateRequest: Hashable, Sendable {
    /// Shown to people; at most 64 characters. Never used to find an account.
    public var commonName: String
    public var organisation: String?
    public var email: String?
    /// `name@realm` of Windows log-on.
    public var userPrincipalName: String?
    /// `nil`: from now for `CertificateAuthority.leafLife`. May lie in the past, for tests.
    public var validity: Range<UnixTime>?

    public init(
        commonName: String, organisation: String? = nil, email: String? = nil, userPrincipalName: String? = nil,
        validity: Range<UnixTime>? = nil
    ) {
        self.commonName = commonName
        self.organisation = organisation
        self.email = email
        self.userPrincipalName = userPrincipalName
        self.validity = validity
    }
}

extension CertificateAuthority {
    /// 397 days, the longest life that browsers accept for a server.
    public static let leafLife: Duration = .seconds(397 * 86400)

    /// A key (P-256) and a certificate for TLS client authentication.
    public func issueClient(_ request: ClientCertificateRequest, at time: UnixTime) throws(AuthorityProblem)
        -> Credential
    {
        guard !request.commonName.isEmpty else { throw .badRequest("the certificate's owner has no name") }
        var names: [CertificateTemplate.AlternativeName] = []
        if let email = request.email {
            guard email.utf8.allSatisfy({ $0 > 0x20 && $0 < 0x7F }), email.contains("@") else {
                throw .badRequest("'\(email)' is not an ASCII mail address")
            }
            names.append(.email(email))
        }
        if let principal = request.userPrincipalName { names.append(.userPrincipalName(principal)) }
        var subject: [(CertificateTemplate.Attribute, String)] = []
        if let organisation = request.organisation { subject.append((.organisation, organisation)) }
        subject.append((.commonName, request.commonName))
        return try issue(.client, subject, names, request.validity, friendlyName: request.commonName, at: time)
    }

    /// A key (P-256) and a certificate for a TLS server.
    ///
    /// - Parameter dnsNames: at least one; `*.example.kr` covers one label.
    public func issueServer(dnsNames: [String], validity: Range<UnixTime>? = nil, at time: UnixTime)
        throws(AuthorityProblem) -> Credential
    {
        guard let first = dnsNames.first else { throw .badRequest("a server certificate needs a DNS name") }
        for name in dnsNames where !DNSName.isWellFormed(name) { throw .badRequest("'\(name)' is not a DNS name") }
        let subject: [(CertificateTemplate.Attribute, String)] = first.utf8.count <= 64 ? [(.commonName, first)] : []
        return try issue(
            .server, subject, dnsNames.map { .dns($0.lowercased()) }, validity, friendlyName: first, at: time)
    }

    private func issue(
        _ purpose: IssuedCertificate.Purpose, _ subject: [(CertificateTemplate.Attribute, String)],
        _ names: [CertificateTemplate.AlternativeName], _ validity: Range<UnixTime>?, friendlyName: String,
        at time: UnixTime
    ) throws(AuthorityProblem) -> Credential {
        let validity = validity ?? time..<(time + Self.leafLife)
        guard !validity.isEmpty else { throw .badRequest("the validity ends before it begins") }
        guard let end = issuing.notAfter, validity.upperBound <= end else {
            throw .badRequest(
                "the validity goes beyond the issuing CA's, which ends at \(issuing.notAfter.map { RFC3339.string($0) } ?? "an unknown time")"
            )
        }
        return try changing { ledger in
            let key = try PrivateKey.generate()
            let certificate = try CertificateTemplate(
                subject: subject, serial: try SerialNumber.random(), validity: validity, key: key,
                extensions: .leaf(purpose, names)
            ).signed(by: try issuingSigner())
            let credential = try Credential(
                purpose, certificate, key, authorities: [issuing, root], friendlyName: friendlyName)
            ledger.add(credential.issued)
            return credential
        }
    }
}

enum DNSName {
    /// Letters, digits, hyphens and dots; an asterisk only as the whole first label (RFC 9525 section 6.3).
    static func isWellFormed(_ text: String) -> Bool {
        var labels = text.split(separator: ".", omittingEmptySubsequences: false)
        if labels.count > 2, labels.first == "*" { labels.removeFirst() }
        guard text.utf8.count <= 253, !labels.isEmpty else { return false }
        return labels.allSatisfy { label in
            let bytes = Array(label.utf8)
            guard (1...63).contains(bytes.count), bytes.first != 0x2D, bytes.last != 0x2D else { return false }
            return bytes.allSatisfy { (0x61...0x7A).contains($0 | 0x20) || (0x30...0x39).contains($0) || $0 == 0x2D }
        }
    }
}
