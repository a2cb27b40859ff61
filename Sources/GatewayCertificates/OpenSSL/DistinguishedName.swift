internal import COpenSSL

/// Text of an X.509 name.
enum DistinguishedName {
    /// RFC 4514 text (`CN=김문지,O=예시,C=KR`): most specific part first, special characters escaped, other characters as UTF-8.
    static func text(_ name: OpaquePointer?) -> String {
        guard let name, let output = BIO_new(BIO_s_mem()) else { return "" }
        defer { BIO_free_all(output) }
        guard X509_NAME_print_ex(output, name, 0, gw_name_style) >= 0 else { return "" }
        return String(decoding: MemoryBIO.contents(of: output), as: UTF8.self)
    }
}
