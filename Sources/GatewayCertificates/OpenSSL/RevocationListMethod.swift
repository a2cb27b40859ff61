internal import COpenSSL
internal import Synchronization

/// How OpenSSL treats a parsed list: its own way, or by asking our `RevocationList`.
enum RevocationListMethod {
    enum Kind {
        case answeredFromMemory
        case verifiedByOpenSSL
    }

    /// OpenSSL gives a method to a list only while it is parsed, by a default of the whole process. So every parsing of a list in this
    /// process goes through here, one at a time.
    private static let parsing = Mutex<Void>(())

    // Written once, before any use; OpenSSL only reads it.
    nonisolated(unsafe) private static let answering: OpaquePointer? = X509_CRL_METHOD_new(
        nil, nil,
        { list, found, serial, issuer in RevocationListMethod.lookUp(list, found, serial, issuer) },
        { list, key in RevocationListMethod.verify(list, key) })

    static func parse(_ der: [UInt8], as kind: Kind) throws(OpenSSLFailure) -> OpaquePointer {
        let outcome = parsing.withLock { _ -> Result<OpaquePointer, OpenSSLFailure> in
            switch kind {
            case .answeredFromMemory:
                guard let answering else { return .failure(OpenSSLFailure("OpenSSL has no memory for a method")) }
                X509_CRL_set_default_method(answering)
            case .verifiedByOpenSSL:
                X509_CRL_set_default_method(nil)
            }
            defer { X509_CRL_set_default_method(nil) }
            return parse(der)
        }
        return try outcome.get()
    }

    private static func parse(_ der: [UInt8]) -> Result<OpaquePointer, OpenSSLFailure> {
        ERR_clear_error()
        var consumed = 0
        let parsed = der.withUnsafeBufferPointer { bytes in
            var at = bytes.baseAddress
            let list = d2i_X509_CRL(nil, &at, bytes.count)
            consumed = at.flatMap { at in bytes.baseAddress.map { at - $0 } } ?? 0
            return list
        }
        guard let parsed else { return .failure(.drainingErrorQueue("not a revocation list")) }
        guard consumed == der.count else {
            X509_CRL_free(parsed)
            return .failure(OpenSSLFailure("\(der.count - consumed) bytes follow the revocation list"))
        }
        return .success(parsed)
    }

    // MARK: Called by OpenSSL inside X509_verify_cert

    static func owner(of list: OpaquePointer?) -> RevocationList? {
        list.flatMap { X509_CRL_get_meth_data($0) }.map {
            Unmanaged<RevocationList>.fromOpaque($0).takeUnretainedValue()
        }
    }

    /// 1: the key signed the list. 0: it did not, or nobody knows.
    private static func verify(_ list: OpaquePointer?, _ key: OpaquePointer?) -> Int32 {
        guard let owner = owner(of: list), let key else { return 0 }
        return owner.isSigned(by: key) ? 1 : 0
    }

    /// 0: not listed. 1: listed. 2: listed as removeFromCRL. A failure counts as listed.
    private static func lookUp(
        _ list: OpaquePointer?, _ found: UnsafeMutablePointer<OpaquePointer?>?, _ serial: UnsafePointer<ASN1_INTEGER>?,
        _ issuer: OpaquePointer?
    ) -> Int32 {
        guard let serial, let standing = owner(of: list)?.standing(of: serial, issuedBy: issuer) else { return 1 }
        switch standing {
        case .notListed:
            return 0
        case .revoked(let entry):
            found?.pointee = entry
            return 1
        case .restored(let entry):
            found?.pointee = entry
            return 2
        }
    }
}
