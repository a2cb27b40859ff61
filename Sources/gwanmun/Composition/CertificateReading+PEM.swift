import GatewayCertificates
import GatewayDesk

extension CertificateReading {
    /// Reads a certificate that an administrator hands over, with the reader of the handshake.
    init(pem: [UInt8]) {
        do throws(FileProblem) {
            self = .certificate(try CertificateFile.identity(in: pem, named: "certificate"))
        } catch {
            self = .unreadable(error.description)
        }
    }
}
