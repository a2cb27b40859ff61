internal import COpenSSL
public import GatewayIdentity

extension CertificateAuthority {
    /// What was issued, oldest first.
    public func issued() throws(AuthorityProblem) -> [IssuedCertificate] {
        try AuthorityProblem.naming { try IssuanceLedger(reading: folder + "/" + Name.ledger).entries }
    }

    /// Marks a certificate as revoked. Gateways learn of it by the next `publishLists`.
    ///
    /// - Parameter serial: as `ClientCertificate.serial` and `openssl x509 -serial` spell it; case, colons and leading zeros do not matter.
    @discardableResult
    public func revoke(serial: String, because reason: RevocationReason, at time: UnixTime) throws(AuthorityProblem)
        -> IssuedCertificate
    {
        guard let wanted = SerialNumber.normalised(serial) else {
            throw .badRequest("'\(serial)' is not a serial number in hexadecimal")
        }
        return try changing { ledger in try ledger.revoke(wanted, because: reason, at: time) }
    }

    /// Signs new lists of both authorities and puts them, whole, where gateways look.
    ///
    /// When `root.key` is not there, kept offline as it should be, the root's present list stays and only the issuing CA's is made.
    ///
    /// - Parameters:
    ///   - issuingLasts: until the issuing CA's next list. After that everybody is refused.
    ///   - rootLasts: until the root's next list.
    public func publishLists(
        at time: UnixTime, issuingLasts: Duration = .seconds(7 * 86400), rootLasts: Duration = .seconds(365 * 86400)
    ) throws(AuthorityProblem) {
        guard issuingLasts > .zero, rootLasts > .zero else {
            throw .badRequest("a revocation list must last for some time")
        }
        try AuthorityProblem.naming {
            try FolderLock.held(on: folder) {
                let entries = try IssuanceLedger(reading: folder + "/" + Name.ledger).entries.compactMap {
                    try $0.listEntry()
                }
                try publish(Name.issuingList, try issuingSigner(), entries, time..<(time + issuingLasts))
                if let signer = try rootSigner() { try publish(Name.rootList, signer, [], time..<(time + rootLasts)) }
                try publishPEM()
            }
        }
    }

    private func publish(
        _ name: String, _ signer: CertificateTemplate.Issuer, _ entries: [RevocationListTemplate.Entry],
        _ span: Range<UnixTime>
    ) throws {
        let path = folder + "/" + name
        let der = try RevocationListTemplate(number: try nextNumber(after: path), span: span, entries: entries).signed(
            by: signer)
        try AtomicFile.write(der, to: path, permissions: 0o644)
    }

    /// RFC 5280 section 5.2.3: a list's number grows with every list of its issuer.
    private func nextNumber(after path: String) throws -> UInt64 {
        guard FileContents.exists(path) else { return 1 }
        guard let number = try RevocationList(der: try FileContents(reading: path).bytes).number else {
            throw FileProblem(path, "the list has no number")
        }
        return number + 1
    }

    /// Both lists as they are now, in one file for tools that want PEM.
    private func publishPEM() throws {
        var pem: [UInt8] = []
        for name in [Name.rootList, Name.issuingList] {
            pem += try RevocationList(der: try FileContents(reading: folder + "/" + name).bytes).pem()
        }
        try AtomicFile.write(pem, to: listFile, permissions: 0o644)
    }

    // MARK: Keys and ledger

    /// Runs a change of the ledger under the folder's lock, and keeps it only when it succeeds.
    func changing<R>(_ change: (inout IssuanceLedger) throws -> R) throws(AuthorityProblem) -> R {
        try AuthorityProblem.naming {
            try FolderLock.held(on: folder) {
                let path = folder + "/" + Name.ledger
                var ledger = try IssuanceLedger(reading: path)
                let result = try change(&ledger)
                try ledger.write(to: path)
                return result
            }
        }
    }

    func issuingSigner() throws -> CertificateTemplate.Issuer { try signer(issuing, Name.issuingKey) }

    private func rootSigner() throws -> CertificateTemplate.Issuer? {
        FileContents.exists(folder + "/" + Name.rootKey) ? try signer(root, Name.rootKey) : nil
    }

    private func signer(_ certificate: Certificate, _ keyName: String) throws -> CertificateTemplate.Issuer {
        let path = folder + "/" + keyName
        let key = try PrivateKey.read(file: path)
        guard key.belongs(to: certificate) else { throw FileProblem(path, "not the key of \(certificate.subject)") }
        return .init(certificate: certificate, key: key)
    }
}

extension IssuedCertificate {
    /// As its issuer's list names it; `nil` while it is not revoked.
    fileprivate func listEntry() throws(OpenSSLFailure) -> RevocationListTemplate.Entry? {
        guard let revocation else { return nil }
        guard let serial = Hex.decode(serial) else { throw OpenSSLFailure("'\(serial)' is not a serial number") }
        return .init(serial: serial, revokedAt: revocation.at, reason: revocation.reason.code)
    }
}
