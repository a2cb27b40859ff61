internal import COpenSSL

/// The algorithms that a server handshake finds in OpenSSL.
///
/// OpenSSL 3 looks at every decoder and every kind of key that its library context offers for each certificate that it reads, and a client shows two
/// or three. With the few that the profile can come to use, a full handshake costs a third less (docs/performance.md). What is not there cannot be
/// negotiated either.
enum ServerAlgorithms {
    /// An `OSSL_LIB_CTX *`, kept for the life of the process; `nil` is OpenSSL's own.
    // nonisolated(unsafe): set once, and OpenSSL's library contexts may be used by all threads.
    nonisolated(unsafe) static let library: OpaquePointer? = isForUsToChoose ? make() : nil

    /// Not where an operator chose: an `openssl.cnf` that activates another provider (FIPS, a validated module, a token) or demands approved
    /// algorithms is asked for everything.
    static var isForUsToChoose: Bool { gw_default_provider_is_alone() == 1 }

    /// - Returns: `nil` when OpenSSL could not; then there is no listener.
    private static func make() -> OpaquePointer? {
        ERR_clear_error()
        defer { ERR_clear_error() }
        return gw_server_library_new()
    }
}
