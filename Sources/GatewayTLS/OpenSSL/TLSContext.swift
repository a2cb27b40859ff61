internal import COpenSSL

/// One OpenSSL `SSL_CTX *`: immutable once its initialiser is done.
///
/// Sendable because OpenSSL counts references to it atomically and nothing changes it after set-up.
final class TLSContext: @unchecked Sendable {
    let pointer: OpaquePointer  // SSL_CTX *

    init(server: Bool, profile: TLSProfile) throws(TLSFailure) {
        if server, ServerAlgorithms.isForUsToChoose, ServerAlgorithms.library == nil {
            throw TLSFailure(activity: "algorithms of a listener", reasons: ["OpenSSL makes no list of them"])
        }
        let made =
            server
            ? SSL_CTX_new_ex(ServerAlgorithms.library, nil, TLS_server_method()) : SSL_CTX_new(TLS_client_method())
        guard let context = made else { throw .drainingQueue("TLS context") }
        pointer = context
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
        // Read with all that OpenSSL can decode: a server's short list of algorithms knows public keys only.
        guard let file = BIO_new_file(privateKey, "r") else { throw .drainingQueue("private key \(privateKey)") }
        defer { BIO_free(file) }
        // A key under a password is an error, not a question on the terminal.
        guard let key = PEM_read_bio_PrivateKey(file, nil, gw_no_password, nil) else {
            throw .drainingQueue("private key \(privateKey)")
        }
        defer { EVP_PKEY_free(key) }
        guard SSL_CTX_use_PrivateKey(pointer, key) == 1 else { throw .drainingQueue("private key \(privateKey)") }
        guard SSL_CTX_check_private_key(pointer) == 1 else {
            throw .drainingQueue("private key \(privateKey) for \(certificateChain)")
        }
    }
}
