internal import COpenSSL

/// One OpenSSL `SSL_CTX *`: immutable once its initialiser is done.
///
/// Sendable because OpenSSL counts references to it atomically and nothing changes it after set-up.
final class TLSContext: @unchecked Sendable {
    let pointer: OpaquePointer  // SSL_CTX *

    init(server: Bool, profile: TLSProfile) throws(TLSFailure) {
        guard let context = SSL_CTX_new(server ? TLS_server_method() : TLS_client_method()) else {
            throw .drainingQueue("TLS context")
        }
        pointer = context
        // A key under a password is an error, not a question on the terminal.
        SSL_CTX_set_default_passwd_cb(context, gw_no_password)
        // Resumption would skip the client certificate step: tickets, cache and stateless tickets are all three off.
        // Renegotiation and compression have no use that outweighs their past.
        gw_ctx_set_options(context)
        _ = gw_ctx_set_session_cache_off(context)
        // NO_AUTO_CHAIN: our chain is what the file says; rebuilding it costs 12 % of a handshake.
        _ = gw_ctx_set_mode(
            context,
            Int(SSL_MODE_RELEASE_BUFFERS) | Int(SSL_MODE_ENABLE_PARTIAL_WRITE)
                | Int(SSL_MODE_ACCEPT_MOVING_WRITE_BUFFER) | Int(SSL_MODE_NO_AUTO_CHAIN))
        guard SSL_CTX_set_num_tickets(context, 0) == 1,
            gw_ctx_set_min_version(context, TLS1_2_VERSION) == 1, gw_ctx_set_max_version(context, TLS1_3_VERSION) == 1,
            SSL_CTX_set_ciphersuites(context, profile.cipherSuites13) == 1,
            SSL_CTX_set_cipher_list(context, profile.cipherSuites12) == 1,
            gw_ctx_set_groups(context, profile.groups) == 1,
            gw_ctx_set_signature_algorithms(context, profile.signatureAlgorithms) == 1,
            !server || gw_ctx_set_client_signature_algorithms(context, profile.signatureAlgorithms) == 1
        else { throw .drainingQueue("TLS profile \(profile.rawValue)") }
    }

    deinit { SSL_CTX_free(pointer) }

    /// Loads a certificate chain (PEM, leaf first) and its private key (PEM), and checks that they belong together.
    func use(certificateChain: String, privateKey: String) throws(TLSFailure) {
        ERR_clear_error()
        guard SSL_CTX_use_certificate_chain_file(pointer, certificateChain) == 1 else {
            throw .drainingQueue("certificate chain \(certificateChain)")
        }
        guard SSL_CTX_use_PrivateKey_file(pointer, privateKey, SSL_FILETYPE_PEM) == 1 else {
            throw .drainingQueue("private key \(privateKey)")
        }
        guard SSL_CTX_check_private_key(pointer) == 1 else {
            throw .drainingQueue("private key \(privateKey) for \(certificateChain)")
        }
    }
}
