internal import FoundationEssentials
public import GatewayIdentity

/// One certificate that the private CA issued.
public struct IssuedCertificate: Hashable, Sendable {
    public enum Purpose: String, Codable, Sendable {
        case client, server
    }

    public let purpose: Purpose
    /// As `ClientCertificate.serial` spells it.
    public let serial: String
    /// RFC 4514.
    public let subject: String
    public let fingerprint: SHA256Digest
    public let notBefore: UnixTime
    public let notAfter: UnixTime
    public internal(set) var revocation: Revocation?

    public struct Revocation: Hashable, Sendable {
        public let at: UnixTime
        public let reason: RevocationReason
    }
}

/// `issued.jsonl`: what the private CA issued, one JSON object a line, oldest first. Rewritten whole at every change.
struct IssuanceLedger {
    private(set) var entries: [IssuedCertificate]

    static let empty = IssuanceLedger(entries: [])

    mutating func add(_ entry: IssuedCertificate) { entries.append(entry) }

    mutating func revoke(_ serial: String, because reason: RevocationReason, at time: UnixTime) throws(AuthorityProblem)
        -> IssuedCertificate
    {
        guard let index = entries.firstIndex(where: { $0.serial == serial }) else { throw .unknownSerial(serial) }
        if let revocation = entries[index].revocation { throw .alreadyRevoked(serial: serial, at: revocation.at) }
        entries[index].revocation = .init(at: time, reason: reason)
        return entries[index]
    }

    // MARK: On disk

    init(reading path: String) throws(FileProblem) {
        let lines = try FileContents(reading: path).bytes.split(separator: UInt8(ascii: "\n"))
        entries = []
        for (index, line) in lines.enumerated() {
            guard let record = try? JSONDecoder().decode(Record.self, from: Data(line)), let entry = record.entry else {
                throw FileProblem("\(path):\(index + 1):1", "not an entry of an issued certificate")
            }
            entries.append(entry)
        }
    }

    private init(entries: [IssuedCertificate]) { self.entries = entries }

    func write(to path: String) throws(FileProblem) {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        var bytes: [UInt8] = []
        for entry in entries {
            do {
                bytes += try encoder.encode(Record(entry))
            } catch {
                throw FileProblem(path, "cannot write the entry of \(entry.serial)")
            }
            bytes.append(UInt8(ascii: "\n"))
        }
        try AtomicFile.write(bytes, to: path, permissions: 0o600)
    }

    private struct Record: Codable {
        let purpose: IssuedCertificate.Purpose
        let serial: String
        let subject: String
        let sha256: String
        let not_before: String
        let not_after: String
        let revoked_at: String?
        let revocation_reason: String?

        init(_ entry: IssuedCertificate) {
            purpose = entry.purpose
            serial = entry.serial
            subject = entry.subject
            sha256 = entry.fingerprint.hex
            not_before = RFC3339.string(entry.notBefore, offsetMinutes: 0)
            not_after = RFC3339.string(entry.notAfter, offsetMinutes: 0)
            revoked_at = entry.revocation.map { RFC3339.string($0.at, offsetMinutes: 0) }
            revocation_reason = entry.revocation?.reason.rawValue
        }

        /// `nil` when a value is not what it should be.
        var entry: IssuedCertificate? {
            guard let fingerprint = SHA256Digest(hex: sha256), let from = RFC3339.parse(not_before),
                let to = RFC3339.parse(not_after),
                Hex.decode(serial) != nil
            else { return nil }
            var revocation: IssuedCertificate.Revocation?
            if revoked_at != nil || revocation_reason != nil {
                guard let at = revoked_at.flatMap(RFC3339.parse),
                    let reason = revocation_reason.flatMap(RevocationReason.init)
                else { return nil }
                revocation = .init(at: at, reason: reason)
            }
            return IssuedCertificate(
                purpose: purpose, serial: serial, subject: subject, fingerprint: fingerprint, notBefore: from,
                notAfter: to, revocation: revocation)
        }
    }
}
