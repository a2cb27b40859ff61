internal import COpenSSL
internal import GatewayIdentity

/// A certificate before it is signed.
struct CertificateTemplate {
    var subject: [(Attribute, String)]
    var serial: [UInt8]
    var validity: Range<UnixTime>
    var key: PrivateKey
    var extensions: [Extension]
    /// OpenSSL's name of the digest that is signed; `nil` for keys that bring their own.
    var digest: String? = "SHA256"

    enum Attribute: String {
        case country = "C"
        case organisation = "O"
        case organisationalUnit = "OU"
        case commonName = "CN"
    }

    enum Extension {
        /// In OpenSSL's configuration syntax; for our own constants only, since the syntax can be broken out of.
        case constant(Int32, String)
        case alternativeNames([AlternativeName])
    }

    enum AlternativeName: Hashable {
        case dns(String)
        case email(String)
        /// Microsoft's userPrincipalName, by which Windows log-on and some consoles know a person.
        case userPrincipalName(String)
    }

    /// Who signs: an authority with its key.
    struct Issuer {
        let certificate: Certificate
        let key: PrivateKey
    }

    /// - Parameter issuer: `nil` for a certificate that signs itself.
    func signed(by issuer: Issuer?) throws(OpenSSLFailure) -> Certificate {
        ERR_clear_error()
        guard let pointer = X509_new() else { throw .drainingErrorQueue("no memory for a certificate") }
        let certificate = Certificate(takingOwnership: pointer)
        try require(X509_set_version(pointer, Int(X509_VERSION_3)), "version")
        try serial.withASN1Integer { (number) throws(OpenSSLFailure) in
            try require(X509_set_serialNumber(pointer, number), "serial number")
        }
        try setValidity(pointer)
        let name = try Self.name(subject)
        defer { X509_NAME_free(name) }
        try require(X509_set_subject_name(pointer, name), "subject")
        try require(
            X509_set_issuer_name(pointer, issuer.map { X509_get_subject_name($0.certificate.pointer) } ?? name),
            "issuer")
        try require(X509_set_pubkey(pointer, key.pointer), "public key")
        for item in extensions { try add(item, to: pointer, issuer: issuer?.certificate.pointer ?? pointer) }
        guard X509_sign(pointer, (issuer?.key ?? key).pointer, digest.flatMap { EVP_get_digestbyname($0) }) > 0 else {
            throw .drainingErrorQueue("cannot sign a certificate")
        }
        return certificate
    }

    private func setValidity(_ pointer: OpaquePointer) throws(OpenSSLFailure) {
        for (instant, set) in [(validity.lowerBound, X509_set1_notBefore), (validity.upperBound, X509_set1_notAfter)] {
            guard let time = ASN1_TIME_set(nil, Int(instant.seconds)) else {
                throw .drainingErrorQueue("validity out of range")
            }
            defer { ASN1_STRING_free(time) }
            try require(set(pointer, time), "validity")
        }
    }

    private static func name(_ parts: [(Attribute, String)]) throws(OpenSSLFailure) -> OpaquePointer {
        guard let name = X509_NAME_new() else { throw .drainingErrorQueue("no memory for a name") }
        for (attribute, value) in parts {
            let bytes = Array(value.utf8)
            guard
                X509_NAME_add_entry_by_txt(name, attribute.rawValue, MBSTRING_FLAG, bytes, Int32(bytes.count), -1, 0)
                    == 1
            else {
                X509_NAME_free(name)
                throw .drainingErrorQueue("'\(value)' cannot be the \(attribute.rawValue) of a name")
            }
        }
        return name
    }

    private func add(_ item: Extension, to pointer: OpaquePointer, issuer: OpaquePointer) throws(OpenSSLFailure) {
        switch item {
        case .constant(let kind, let value):
            var context = X509V3_CTX()
            X509V3_set_ctx(&context, issuer, pointer, nil, nil, 0)
            guard let made = X509V3_EXT_nconf_nid(nil, &context, kind, value) else {
                throw .drainingErrorQueue("cannot make an extension")
            }
            defer { X509_EXTENSION_free(made) }
            try require(X509_add_ext(pointer, made, -1), "extension")
        case .alternativeNames(let names):
            guard !names.isEmpty else { return }
            try GeneralNameList.lend(names) { (list) throws(OpenSSLFailure) in
                try require(
                    X509_add1_ext_i2d(pointer, NID_subject_alt_name, list, 0, UInt(X509V3_ADD_DEFAULT)),
                    "subjectAltName")
            }
        }
    }

    private func require(_ status: Int32, _ what: StaticString) throws(OpenSSLFailure) {
        guard status == 1 else { throw .drainingErrorQueue("cannot set the \(what)") }
    }
}

extension [UInt8] {
    /// Lends the big-endian bytes as an OpenSSL integer.
    func withASN1Integer(_ body: (UnsafeMutablePointer<ASN1_INTEGER>) throws(OpenSSLFailure) -> Void)
        throws(OpenSSLFailure)
    {
        guard let number = BN_bin2bn(self, Int32(count), nil) else {
            throw .drainingErrorQueue("no memory for a number")
        }
        defer { BN_free(number) }
        guard let integer = BN_to_ASN1_INTEGER(number, nil) else { throw .drainingErrorQueue("no memory for a number") }
        defer { ASN1_STRING_free(integer) }
        try body(integer)
    }
}
