import FoundationEssentials
import GatewayCrypto
import GatewayIdentity
import GatewaySettings
import GatewayStore

/// `policy.sig` beside the files of a policy: who signed exactly these files and tests, and as the how manieth.
///
/// Its first line says what is signed: `policy SERIAL DIGEST`, the digest that of the files. Then one signature a line: SHA-256 of the
/// signer's public key, then the signature, both in hexadecimal digits. Signatures of others, and of anything else, count for nothing.
struct PolicySignatures: Sendable {
    static let fileName = "policy.sig"
    private static let sizeLimit = 64 * 1024

    /// What a signature is about. The serial number grows with every set of files, so that none that was replaced comes back.
    struct Subject: Hashable, Sendable {
        static let serials = 1...999_999_999

        let serial: Int
        /// Of all files and tests.
        let bundle: SHA256Digest

        init(serial: Int, bundle: SHA256Digest) {
            self.serial = serial
            self.bundle = bundle
        }

        init?(_ text: Substring) {
            let parts = text.split(separator: " ", omittingEmptySubsequences: false)
            guard parts.count == 3, parts[0] == "policy", let serial = Int(parts[1]), String(serial) == parts[1],
                Self.serials.contains(serial), let bundle = SHA256Digest(hex: String(parts[2]))
            else { return nil }
            self.init(serial: serial, bundle: bundle)
        }

        var text: String { "policy \(serial) \(bundle.hex)" }

        /// Says what it is, so that no signature made for something else will do.
        var message: [UInt8] { Array("gwanmun policy signature 2\n\(serial)\n\(bundle.hex)\n".utf8) }
    }

    struct Line: Hashable, Sendable {
        let signer: SHA256Digest
        let signature: [UInt8]

        init(signer: SHA256Digest, signature: [UInt8]) {
            self.signer = signer
            self.signature = signature
        }

        init?(_ text: Substring) {
            let parts = text.split(separator: " ")
            guard parts.count == 2, let signer = SHA256Digest(hex: String(parts[0])),
                let signature = Hex.decode(String(parts[1]))
            else { return nil }
            self.init(signer: signer, signature: signature)
        }

        var text: String { "\(signer.hex) \(Hex.encode(signature))" }
    }

    let subject: Subject
    let lines: [Line]

    init(_ subject: Subject, _ lines: [Line]) {
        self.subject = subject
        self.lines = lines
    }

    /// - Throws: when there is no such file, or it holds anything else.
    init(folder: String) throws(NodeProblem) {
        let path = folder + "/" + Self.fileName
        guard let bytes = FileManager.default.contents(atPath: path) else {
            throw NodeProblem(["\(path): is not there, or cannot be read"], hint: Self.hint)
        }
        guard bytes.count <= Self.sizeLimit, let text = String(validating: bytes, as: UTF8.self) else {
            throw NodeProblem(["\(path): is no list of signatures"], hint: Self.hint)
        }
        let rows = text.split(separator: "\n", omittingEmptySubsequences: false)
        guard let subject = rows.first.flatMap(Subject.init) else {
            throw NodeProblem(
                ["\(path):1:1: is not 'policy SERIAL DIGEST', which says what is signed"], hint: Self.hint)
        }
        self.subject = subject
        var lines: [Line] = []
        for (number, row) in rows.enumerated().dropFirst() where !row.isEmpty {
            guard let signature = Line(row) else {
                throw NodeProblem(
                    ["\(path):\(number + 1):1: is not SIGNER SIGNATURE in hexadecimal digits"], hint: Self.hint)
            }
            lines.append(signature)
        }
        self.lines = lines
    }

    var text: String { ([subject.text] + lines.map(\.text)).joined(separator: "\n") + "\n" }

    /// - Returns: the serial number, and the listed signers who signed these files under it, by name.
    /// - Throws: when it is about other files, or there are fewer signers than the site asks for.
    func signing(of bundle: PolicyBundle, _ settings: PolicyChangeSettings) throws(NodeProblem) -> PolicyVersion.Signing
    {
        guard subject.bundle == SHA256.digest(of: bundle.canonicalBytes) else {
            throw NodeProblem(["\(Self.fileName) is about other files than these"], hint: Self.hint)
        }
        var signers: [SHA256Digest: String] = [:]
        for file in settings.signers {
            let signer = try PolicySigner(file: file)
            let isSigned = lines.contains {
                $0.signer == signer.key.fingerprint
                    && signer.key.verdict(on: $0.signature, over: subject.message) == .genuine
            }
            if isSigned { signers[signer.key.fingerprint] = signer.name }
        }
        guard signers.count >= settings.signatures else {
            throw NodeProblem(
                [
                    "\(signers.count) of the listed signers signed these files, and \(settings.signatures) must have"
                ], hint: Self.hint)
        }
        return PolicyVersion.Signing(serial: subject.serial, signers: signers.values.sorted())
    }

    static let hint = "'gwanmun policy sign' signs a policy's folder. The policy in force stays."
}
