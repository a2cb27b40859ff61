import FoundationEssentials
import GatewayCrypto
import GatewayIdentity
import GatewaySettings

/// `policy.sig` beside the files of a policy: who signed exactly these files and tests.
///
/// One signature a line: SHA-256 of the signer's public key, then the signature, both in hexadecimal digits. Lines of others, and
/// of other files, count for nothing.
struct PolicySignatures: Sendable {
    static let fileName = "policy.sig"
    private static let sizeLimit = 64 * 1024

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

    /// What is signed: says what it is, so that no signature made for something else will do.
    static func message(for bundle: PolicyBundle) -> [UInt8] {
        Array("gwanmun policy signature 1\n\(SHA256.digest(of: bundle.canonicalBytes).hex)\n".utf8)
    }

    let lines: [Line]

    init(_ lines: [Line]) { self.lines = lines }

    /// - Throws: when there is no such file, or it holds anything else.
    init(folder: String) throws(NodeProblem) {
        let path = folder + "/" + Self.fileName
        guard let bytes = FileManager.default.contents(atPath: path) else {
            throw NodeProblem(["\(path): is not there, or cannot be read"], hint: Self.hint)
        }
        guard bytes.count <= Self.sizeLimit, let text = String(validating: bytes, as: UTF8.self) else {
            throw NodeProblem(["\(path): is no list of signatures"], hint: Self.hint)
        }
        var lines: [Line] = []
        for (number, line) in text.split(separator: "\n", omittingEmptySubsequences: false).enumerated()
        where !line.isEmpty {
            guard let signature = Line(line) else {
                throw NodeProblem(
                    ["\(path):\(number + 1):1: is not SIGNER SIGNATURE in hexadecimal digits"], hint: Self.hint)
            }
            lines.append(signature)
        }
        self.lines = lines
    }

    /// - Returns: the listed signers who signed these files.
    /// - Throws: when there are fewer than the site asks for.
    func signers(of bundle: PolicyBundle, _ settings: PolicyChangeSettings) throws(NodeProblem) -> [SHA256Digest] {
        let message = Self.message(for: bundle)
        var signers: Set<SHA256Digest> = []
        for file in settings.signers {
            let key = try Self.key(file)
            let isSigned = lines.contains {
                $0.signer == key.fingerprint && key.verdict(on: $0.signature, over: message) == .genuine
            }
            if isSigned { signers.insert(key.fingerprint) }
        }
        guard signers.count >= settings.signatures else {
            throw NodeProblem(
                [
                    "\(signers.count) of the listed signers signed these files, and \(settings.signatures) must have"
                ], hint: Self.hint)
        }
        return signers.sorted { $0.hex < $1.hex }
    }

    static func key(_ file: String) throws(NodeProblem) -> DocumentVerificationKey {
        guard let pem = FileManager.default.contents(atPath: file), pem.count <= sizeLimit else {
            throw NodeProblem(["\(file): cannot be read"], hint: "'policy_signers' names PEM files.")
        }
        do throws(CryptoFailure) {
            return try DocumentVerificationKey(pem: Array(pem))
        } catch {
            throw NodeProblem(
                ["\(file): \(error)"], hint: "'policy_signers' names certificates or public keys: Ed25519, or ECDSA.")
        }
    }

    private static let hint = "'gwanmun policy sign' signs a policy's folder. The policy in force stays."
}
