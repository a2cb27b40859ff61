import FoundationEssentials
import GatewayCertificates
import GatewayCrypto
import GatewayIdentity

/// One of those whose signatures count: a certificate or a public key that `policy_signers` names.
struct PolicySigner: Sendable {
    private static let sizeLimit = 64 * 1024

    let key: DocumentVerificationKey
    /// As the record and the history have it: the subject of the certificate, or `key` with SHA-256 of the public key.
    let name: String

    init(file: String) throws(NodeProblem) {
        guard let pem = FileManager.default.contents(atPath: file), pem.count <= Self.sizeLimit else {
            throw NodeProblem(["\(file): cannot be read"], hint: "'policy_signers' names PEM files.")
        }
        do throws(CryptoFailure) {
            key = try DocumentVerificationKey(pem: Array(pem))
        } catch {
            throw NodeProblem(
                ["\(file): \(error)"], hint: "'policy_signers' names certificates or public keys: Ed25519, or ECDSA.")
        }
        name = Self.subject(Array(pem), file) ?? "key \(key.fingerprint.hex)"
    }

    /// `nil` for a public key, which is nobody's by itself.
    private static func subject(_ pem: [UInt8], _ file: String) -> String? {
        do throws(FileProblem) {
            let subject = try CertificateFile.identity(in: pem, named: file).subject
            return subject.isEmpty || subject.contains("\n") ? nil : subject
        } catch {
            return nil
        }
    }
}
