public import GatewayIdentity

/// Certificates as people hand them over: PEM or DER, one or several.
public enum CertificateFile {
    /// DER of every certificate in a file, in its order.
    public static func certificates(at path: String) throws(FileProblem) -> [[UInt8]] {
        try EncodedObjects(.certificate, in: try FileContents(reading: path)).objects
    }

    /// The first certificate of a text, read by the same code as the handshake reads a leaf.
    ///
    /// - Parameter name: what a problem calls the text.
    public static func identity(in bytes: [UInt8], named name: String) throws(FileProblem) -> ClientCertificate {
        guard let der = try EncodedObjects(.certificate, in: FileContents(named: name, bytes: bytes)).objects.first
        else {
            throw FileProblem(name, "holds no certificate; PEM or DER is expected")
        }
        do throws(OpenSSLFailure) {
            return try Certificate(der: der).clientCertificate()
        } catch {
            throw FileProblem(name, error.description)
        }
    }
}

extension FileContents {
    fileprivate init(named name: String, bytes: [UInt8]) {
        path = name
        self.bytes = bytes
        permissions = 0o600
    }
}
