import COpenSSL

/// A TLS client over memory that does as a test tells it: OpenSSL itself, with nothing of ours between.
final class RawClient {
    /// How it introduces itself.
    struct Manner {
        var versions = TLS1_2_VERSION...TLS1_3_VERSION
        var serverName: String? = "gate.example"
        var protocols: [String] = []
        var papers: Authority.Papers?
        /// For TLS 1.2 and older, OpenSSL's names.
        var ciphers: String?
        /// For TLS 1.3.
        var suites: String?
        var groups: String?
        var signatureAlgorithms: String?
        /// Of an earlier connection, offered for resumption.
        var session: Session?

        init() {}
    }

    enum Progress: Equatable {
        case done, wantsInput
        /// The alert that the server sent, by its number (RFC 8446 § 6); `nil` for a failure of this side.
        case refused(alert: Int?)
    }

    /// An `SSL_SESSION`, for a later connection.
    final class Session {
        let pointer: OpaquePointer
        init?(_ pointer: OpaquePointer?) {
            guard let pointer else { return nil }
            self.pointer = pointer
        }
        deinit { SSL_SESSION_free(pointer) }
        var isResumable: Bool { SSL_SESSION_is_resumable(pointer) == 1 }
        var hasTicket: Bool { SSL_SESSION_has_ticket(pointer) == 1 }
    }

    private let context: OpaquePointer
    let ssl: OpaquePointer
    private let input: OpaquePointer
    private let output: OpaquePointer

    struct CannotBegin: Error {}

    init(_ manner: Manner = Manner()) throws {
        guard let context = SSL_CTX_new(TLS_client_method()) else { throw CannotBegin() }
        self.context = context
        // The first two are no good any more; what this client may offer is for the test to say, not for the library.
        SSL_CTX_set_security_level(context, 0)
        _ = gw_ctx_set_min_version(context, manner.versions.lowerBound)
        _ = gw_ctx_set_max_version(context, manner.versions.upperBound)
        if let ciphers = manner.ciphers { SSL_CTX_set_cipher_list(context, ciphers) }
        if let suites = manner.suites { SSL_CTX_set_ciphersuites(context, suites) }
        if let groups = manner.groups { _ = gw_ctx_set_groups(context, groups) }
        if let algorithms = manner.signatureAlgorithms { _ = gw_ctx_set_signature_algorithms(context, algorithms) }
        if let papers = manner.papers {
            guard SSL_CTX_use_certificate_chain_file(context, papers.chainFile) == 1,
                SSL_CTX_use_PrivateKey_file(context, papers.keyFile, SSL_FILETYPE_PEM) == 1
            else { throw CannotBegin() }
        }
        let offer = manner.protocols.flatMap { [UInt8($0.utf8.count)] + Array($0.utf8) }
        if !offer.isEmpty { SSL_CTX_set_alpn_protos(context, offer, UInt32(offer.count)) }
        guard let ssl = SSL_new(context), let input = BIO_new(BIO_s_mem()), let output = BIO_new(BIO_s_mem()) else {
            throw CannotBegin()
        }
        self.ssl = ssl
        self.input = input
        self.output = output
        // An empty memory BIO means "later", not "the end".
        BIO_ctrl(input, BIO_C_SET_BUF_MEM_EOF_RETURN, -1, nil)
        SSL_set_bio(ssl, input, output)
        SSL_set_connect_state(ssl)
        if let name = manner.serverName { _ = gw_ssl_set_host_name(ssl, name) }
        if let session = manner.session { SSL_set_session(ssl, session.pointer) }
    }

    deinit {
        SSL_free(ssl)
        SSL_CTX_free(context)
    }

    // MARK: Bytes

    func receive(_ bytes: [UInt8]) { BIO_write(input, bytes, Int32(bytes.count)) }

    func takeOutput() -> [UInt8] {
        var bytes = [UInt8](repeating: 0, count: BIO_ctrl(output, BIO_CTRL_PENDING, 0, nil))
        if !bytes.isEmpty { BIO_read(output, &bytes, Int32(bytes.count)) }
        return bytes
    }

    // MARK: What it does

    func handshake() -> Progress {
        ERR_clear_error()
        return progress(SSL_do_handshake(ssl))
    }

    /// Everything that can be read now, and why there is no more.
    func read() -> (bytes: [UInt8], progress: Progress) {
        var all: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 16 * 1024)
        while true {
            ERR_clear_error()
            let count = SSL_read(ssl, &buffer, Int32(buffer.count))
            guard count > 0 else { return (all, progress(count)) }
            all += buffer[..<Int(count)]
        }
    }

    func write(_ bytes: [UInt8]) -> Bool {
        ERR_clear_error()
        return bytes.isEmpty || SSL_write(ssl, bytes, Int32(bytes.count)) == Int32(bytes.count)
    }

    func shutdown() { SSL_shutdown(ssl) }

    /// TLS 1.3: wants both sides to change keys, and an answer to that.
    func updateKeys() -> Bool { SSL_key_update(ssl, SSL_KEY_UPDATE_REQUESTED) == 1 && SSL_do_handshake(ssl) == 1 }

    /// TLS 1.2: begins a second handshake inside the first.
    func renegotiate() -> Bool { SSL_renegotiate(ssl) == 1 }

    // MARK: What came of it

    var session: Session? { Session(SSL_get1_session(ssl)) }
    var wasResumed: Bool { SSL_session_reused(ssl) == 1 }
    var hasReceivedGoodbye: Bool { SSL_get_shutdown(ssl) & SSL_RECEIVED_SHUTDOWN != 0 }

    /// The DER of what the server showed.
    var serverCertificate: [UInt8]? {
        guard let certificate = SSL_get1_peer_certificate(ssl) else { return nil }
        defer { X509_free(certificate) }
        var bytes = [UInt8](repeating: 0, count: Int(i2d_X509(certificate, nil)))
        bytes.withUnsafeMutableBufferPointer { buffer in
            var at = buffer.baseAddress
            i2d_X509(certificate, &at)
        }
        return bytes
    }

    private func progress(_ result: Int32) -> Progress {
        switch SSL_get_error(ssl, result) {
        case SSL_ERROR_NONE, SSL_ERROR_ZERO_RETURN: return .done
        case SSL_ERROR_WANT_READ: return .wantsInput
        default:
            // Alerts that were received have reasons of 1000 and their number.
            let reason = Int(ERR_GET_REASON(ERR_peek_error()))
            return .refused(alert: (1000..<1256).contains(reason) ? reason - 1000 : nil)
        }
    }
}
