internal import COpenSSL

/// The DER objects in a file that is either one DER object or any number of PEM blocks.
struct EncodedObjects {
    enum Kind {
        case certificate, revocationList

        /// Between `-----BEGIN ` and `-----`.
        fileprivate var label: String {
            switch self {
            case .certificate: PEM_STRING_X509
            case .revocationList: PEM_STRING_X509_CRL
            }
        }
    }

    let objects: [[UInt8]]

    /// - Throws: for a file without such an object, and for one that holds something else beside it: a private key in a folder of
    ///   anchors is not to be passed over in silence.
    init(_ kind: Kind, in file: FileContents) throws(FileProblem) {
        guard let first = file.bytes.first else { throw FileProblem(file.path, "empty; a \(kind.label) is expected") }
        // DER of both kinds is a SEQUENCE; text cannot begin so, for no PEM file begins with '0'.
        objects = first == 0x30 ? [file.bytes] : try Self.blocks(kind, in: file)
    }

    private static func blocks(_ kind: Kind, in file: FileContents) throws(FileProblem) -> [[UInt8]] {
        ERR_clear_error()
        defer { ERR_clear_error() }
        guard let input = BIO_new_mem_buf(file.bytes, Int32(clamping: file.bytes.count)) else {
            throw FileProblem(file.path, "no memory")
        }
        defer { BIO_free_all(input) }
        var blocks: [[UInt8]] = []
        while true {
            var name: UnsafeMutablePointer<CChar>?
            var header: UnsafeMutablePointer<CChar>?
            var data: UnsafeMutablePointer<UInt8>?
            var length = 0
            guard PEM_read_bio(input, &name, &header, &data, &length) == 1 else { break }
            defer {
                CRYPTO_free(name, nil, 0)
                CRYPTO_free(header, nil, 0)
                CRYPTO_clear_free(data, length, nil, 0)
            }
            let label = name.map { String(cString: $0) } ?? ""
            guard label == kind.label else {
                throw FileProblem(file.path, "holds a \(label); only \(kind.label) is expected here")
            }
            blocks.append(Array(UnsafeBufferPointer(start: data, count: length)))
        }
        // The end of the file looks to OpenSSL like a missing first line; anything else is a damaged block.
        let end = ERR_peek_last_error()
        guard ERR_GET_REASON(end) == PEM_R_NO_START_LINE else {
            throw FileProblem(
                file.path, OpenSSLFailure.drainingErrorQueue("PEM block \(blocks.count + 1) is damaged").description)
        }
        guard !blocks.isEmpty else { throw FileProblem(file.path, "neither PEM nor DER; a \(kind.label) is expected") }
        return blocks
    }
}
