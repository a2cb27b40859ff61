internal import COpenSSL
public import GatewayIdentity
internal import Glibc

/// A small private CA in a folder, for sites without one: a root, an issuing CA below it, a ledger of what was issued, and revocation
/// lists of both.
///
/// ```
/// ca.pem        root certificate: the trust anchor          root.key     its key, 0600; may be kept elsewhere, see `publishLists`
/// issuing.pem   issuing CA's certificate                    issuing.key  its key, 0600
/// issued.jsonl  the ledger                                  crl.pem      both revocation lists, PEM
/// crl/          root.crl, issuing.crl: the same lists, DER: the folder for a gateway to watch
/// ```
/// Every change holds a lock on the folder and is written whole, so commands may run side by side.
public struct CertificateAuthority: Sendable {
    public let folder: String
    let root: Certificate
    let issuing: Certificate

    /// Opens the CA that `create` made.
    public init(opening folder: String) throws(AuthorityProblem) {
        self.folder = folder
        (root, issuing) = try AuthorityProblem.naming {
            (try Self.readCertificate(folder + "/" + Name.root), try Self.readCertificate(folder + "/" + Name.issuing))
        }
    }

    enum Name {
        static let root = "ca.pem"
        static let rootKey = "root.key"
        static let issuing = "issuing.pem"
        static let issuingKey = "issuing.key"
        static let ledger = "issued.jsonl"
        static let lists = "crl.pem"
        static let listFolder = "crl"
        static let rootList = "crl/root.crl"
        static let issuingList = "crl/issuing.crl"
    }

    /// PEM file of the trust anchor.
    public var anchorFile: String { folder + "/" + Name.root }
    /// PEM file of the issuing CA, for clients that do not send it.
    public var intermediateFile: String { folder + "/" + Name.issuing }
    /// Folder of the lists, for a gateway to watch.
    public var listFolder: String { folder + "/" + Name.listFolder }
    /// Both lists in one PEM file.
    public var listFile: String { folder + "/" + Name.lists }

    // MARK: Making one

    /// Lives of the two authorities, from the moment they are made.
    private static let rootLife: Duration = .seconds(20 * 365 * 86400)
    private static let issuingLife: Duration = .seconds(10 * 365 * 86400)

    /// Makes a root, an issuing CA and their first, empty lists in a folder that has no CA yet.
    ///
    /// - Parameter organisation: shown as O of both; at most 64 characters (X.520).
    public static func create(in folder: String, organisation: String, at time: UnixTime) throws(AuthorityProblem)
        -> CertificateAuthority
    {
        try AuthorityProblem.naming {
            guard !organisation.isEmpty else { throw AuthorityProblem.badRequest("the organisation has no name") }
            try makeFolder(folder)
            try makeFolder(folder + "/" + Name.listFolder)
            try FolderLock.held(on: folder) {
                guard !FileContents.exists(folder + "/" + Name.root) else {
                    throw AuthorityProblem.exists(folder: folder)
                }
                try write(try authorities(organisation, at: time), to: folder)
            }
        }
        let authority = try CertificateAuthority(opening: folder)
        try authority.publishLists(at: time)
        return authority
    }

    private struct NewAuthorities {
        let root: CertificateTemplate.Issuer
        let issuing: CertificateTemplate.Issuer
    }

    private static func authorities(_ organisation: String, at time: UnixTime) throws -> NewAuthorities {
        let root = try CertificateTemplate.Issuer(
            named: "\(organisation.prefix(50)) Root CA", of: organisation, for: time..<(time + rootLife), pathLength: 1,
            below: nil)
        let issuing = try CertificateTemplate.Issuer(
            named: "\(organisation.prefix(47)) Issuing CA", of: organisation, for: time..<(time + issuingLife),
            pathLength: 0, below: root)
        return NewAuthorities(root: root, issuing: issuing)
    }

    /// The root last: while it is missing there is no CA, and `create` can be tried again.
    private static func write(_ new: NewAuthorities, to folder: String) throws {
        try AtomicFile.write(try new.root.key.pem(), to: folder + "/" + Name.rootKey, permissions: 0o600)
        try AtomicFile.write(try new.issuing.key.pem(), to: folder + "/" + Name.issuingKey, permissions: 0o600)
        try AtomicFile.write(try new.issuing.certificate.pem(), to: folder + "/" + Name.issuing, permissions: 0o644)
        try AtomicFile.write([], to: folder + "/" + Name.ledger, permissions: 0o600)
        try AtomicFile.write(try new.root.certificate.pem(), to: folder + "/" + Name.root, permissions: 0o644)
    }

    private static func makeFolder(_ path: String) throws {
        guard mkdir(path, 0o755) == 0 || errno == EEXIST else {
            throw FileProblem.system(path, "cannot make the folder")
        }
    }

    private static func readCertificate(_ path: String) throws -> Certificate {
        let objects = try EncodedObjects(.certificate, in: try FileContents(reading: path)).objects
        guard let der = objects.first, objects.count == 1 else {
            throw FileProblem(path, "\(objects.count) certificates; one is expected")
        }
        return try Certificate(der: der, from: path)
    }
}

extension CertificateTemplate.Issuer {
    /// A new authority with a key of its own.
    fileprivate init(
        named name: String, of organisation: String, for life: Range<UnixTime>, pathLength: Int,
        below parent: CertificateTemplate.Issuer?
    ) throws(OpenSSLFailure) {
        key = try PrivateKey.generate()
        certificate = try CertificateTemplate(
            subject: [(.organisation, organisation), (.commonName, name)], serial: try SerialNumber.random(),
            validity: life, key: key,
            extensions: .authority(pathLength: pathLength)
        ).signed(by: parent)
    }
}

extension [CertificateTemplate.Extension] {
    /// RFC 5280 section 4.2.1: what every CA certificate has.
    static func authority(pathLength: Int) -> Self {
        [
            .constant(NID_basic_constraints, "critical,CA:TRUE,pathlen:\(pathLength)"),
            .constant(NID_key_usage, "critical,keyCertSign,cRLSign"),
            .constant(NID_subject_key_identifier, "hash"), .constant(NID_authority_key_identifier, "keyid:always"),
        ]
    }

    static func leaf(_ purpose: IssuedCertificate.Purpose, _ names: [CertificateTemplate.AlternativeName]) -> Self {
        let usage =
            switch purpose {
            case .client: "clientAuth"
            case .server: "serverAuth"
            }
        return [
            .constant(NID_basic_constraints, "critical,CA:FALSE"),
            .constant(NID_key_usage, "critical,digitalSignature"),
            .constant(NID_ext_key_usage, usage), .constant(NID_subject_key_identifier, "hash"),
            .constant(NID_authority_key_identifier, "keyid:always"), .alternativeNames(names),
        ]
    }
}
