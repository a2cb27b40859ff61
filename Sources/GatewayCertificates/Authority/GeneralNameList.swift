internal import COpenSSL

/// subjectAltName (RFC 5280 section 4.2.1.6), built member by member, so that a comma in somebody's address cannot begin another name.
enum GeneralNameList {
    /// Lends the names as a `GENERAL_NAMES *`.
    static func lend(
        _ parts: [CertificateTemplate.AlternativeName],
        to body: (UnsafeMutableRawPointer) throws(OpenSSLFailure) -> Void
    ) throws(OpenSSLFailure) {
        ERR_clear_error()
        guard let names = gw_names_new() else { throw .drainingErrorQueue("no memory for names") }
        defer { GENERAL_NAMES_free(names) }
        for part in parts {
            guard let name = GENERAL_NAME_new() else { throw .drainingErrorQueue("no memory for a name") }
            guard fill(name, with: part), gw_names_push(names, name) > 0 else {  // owns it when it succeeds
                GENERAL_NAME_free(name)
                throw .drainingErrorQueue("cannot make a name")
            }
        }
        try body(UnsafeMutableRawPointer(names))
    }

    private static func fill(_ name: UnsafeMutablePointer<GENERAL_NAME>, with part: CertificateTemplate.AlternativeName)
        -> Bool
    {
        switch part {
        case .dns(let text): return set(name, GEN_DNS, text)
        case .email(let text): return set(name, GEN_EMAIL, text)
        case .userPrincipalName(let text): return setPrincipal(name, text)
        }
    }

    private static func set(_ name: UnsafeMutablePointer<GENERAL_NAME>, _ kind: Int32, _ text: String) -> Bool {
        guard let value = string(text, V_ASN1_IA5STRING) else { return false }
        GENERAL_NAME_set0_value(name, kind, value)  // owns it
        return true
    }

    /// [MS-WCCE] section 2.2.2.7.7.4: an otherName that is a UTF-8 string.
    private static func setPrincipal(_ name: UnsafeMutablePointer<GENERAL_NAME>, _ text: String) -> Bool {
        guard let value = ASN1_TYPE_new() else { return false }
        guard let principal = string(text, V_ASN1_UTF8STRING) else {
            ASN1_TYPE_free(value)
            return false
        }
        ASN1_TYPE_set(value, V_ASN1_UTF8STRING, principal)  // owns it
        guard let kind = OBJ_txt2obj("1.3.6.1.4.1.311.20.2.3", 1), GENERAL_NAME_set0_othername(name, kind, value) == 1
        else {
            ASN1_TYPE_free(value)
            return false
        }
        return true
    }

    private static func string(_ text: String, _ type: Int32) -> UnsafeMutablePointer<ASN1_STRING>? {
        let bytes = Array(text.utf8)
        guard let string = ASN1_STRING_type_new(type) else { return nil }
        guard ASN1_STRING_set(string, bytes, Int32(bytes.count)) == 1 else {
            ASN1_STRING_free(string)
            return nil
        }
        return string
    }
}
