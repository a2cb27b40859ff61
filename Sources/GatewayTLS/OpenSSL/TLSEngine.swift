internal import COpenSSL

/// What a finished handshake agreed on.
public struct TLSAgreement: Sendable {
    /// `TLSv1.3`.
    public let version: String
    public let cipherSuite: String
    /// How many bits of secret its cipher works with (`SSL_CIPHER_get_bits`); 0 where nobody knows.
    public internal(set) var cipherBits = 0
    /// Lower case; `nil` when the client sent none.
    public let serverName: String?
    /// ALPN; `nil` when the client offered none.
    public let applicationProtocol: String?
    /// DER, leaf first; empty when the peer showed no certificate. On a server these bytes are what the peer presented and proved the key of,
    /// not what anybody verified.
    public let peerChain: [[UInt8]]
}

/// One TLS connection: sole owner of an OpenSSL `SSL *` and of the memory its BIO works on. Use on one event loop only.
///
/// It moves bytes and knows no channel: the handlers lend it input and output.
final class TLSEngine {
    private let ssl: OpaquePointer  // SSL *
    let io: UnsafeMutablePointer<gw_io>
    /// Keeps the tables alive that the callbacks read.
    private let server: TLSServerContext?
    private let context: TLSContext
    private(set) var peerChain: [[UInt8]] = []
    private(set) var serverName: String?

    enum Step: Equatable {
        case done, wantsInput, closed
        case failed(TLSFailure)
    }

    // Made once, never freed: a method table of function pointers.
    nonisolated(unsafe) private static let method: OpaquePointer? = gw_bio_method_new()
    private static let ownerIndex: Int32 = gw_ctx_new_index()

    convenience init(server: TLSServerContext, context: TLSContext) throws(TLSFailure) {
        try self.init(context: context, server: server)
        SSL_set_accept_state(ssl)
    }

    /// - Parameter serverName: sent as SNI and demanded of the certificate (RFC 9110 § 4.3.4); an IP address is demanded but not sent.
    convenience init(
        client context: TLSContext, serverName: String, isAddress: Bool, speaking dialect: ApplicationProtocol
    ) throws(TLSFailure) {
        try self.init(context: context, server: nil)
        SSL_set_connect_state(ssl)
        // Wire format of RFC 7301: one length byte, then the name.
        let offer = [UInt8(dialect.rawValue.utf8.count)] + Array(dialect.rawValue.utf8)
        guard SSL_set_alpn_protos(ssl, offer, UInt32(offer.count)) == 0 else { throw .drainingQueue("ALPN") }
        // RFC 9110 § 4.3.4: the subject's CN is no name of a host.
        SSL_set_hostflags(ssl, UInt32(X509_CHECK_FLAG_NO_PARTIAL_WILDCARDS | X509_CHECK_FLAG_NEVER_CHECK_SUBJECT))
        let named: Bool
        if isAddress {
            named = X509_VERIFY_PARAM_set1_ip_asc(SSL_get0_param(ssl), serverName) == 1
        } else {
            named = SSL_set1_host(ssl, serverName) == 1 && gw_ssl_set_host_name(ssl, serverName) == 1
        }
        guard named else { throw .drainingQueue("server name \(serverName)") }
    }

    private init(context: TLSContext, server: TLSServerContext?) throws(TLSFailure) {
        ERR_clear_error()
        guard let method = Self.method, let ssl = SSL_new(context.pointer) else {
            throw .drainingQueue("TLS connection")
        }
        guard let io = gw_io_new() else {
            SSL_free(ssl)
            throw TLSFailure(activity: "TLS connection", reasons: ["out of memory"])
        }
        self.ssl = ssl
        self.io = io
        self.server = server
        self.context = context
        // The BIO and the back reference live and die with `ssl`, which dies in our deinit: unretained is enough.
        guard gw_ssl_attach(ssl, method, io) == 1,
            SSL_set_ex_data(ssl, Self.ownerIndex, Unmanaged.passUnretained(self).toOpaque()) == 1
        else {
            throw .drainingQueue("TLS connection")
        }
    }

    deinit {
        SSL_free(ssl)  // frees the BIO, which points into io
        gw_io_free(io)
    }

    // MARK: Bytes

    func handshake() -> Step { step(gw_ssl_handshake(ssl), "handshake") }

    /// Reads at most `room.count` bytes of plaintext.
    func read(into room: UnsafeMutableRawBufferPointer, count: inout Int) -> Step {
        count = 0
        return step(gw_ssl_read(ssl, room.baseAddress, room.count, &count), "reading")
    }

    func write(_ bytes: UnsafeRawBufferPointer, count: inout Int) -> Step {
        count = 0
        return step(gw_ssl_write(ssl, bytes.baseAddress, bytes.count, &count), "writing")
    }

    /// Frees the issuers that the peer sent with its certificate: OpenSSL keeps them, read, for as long as the connection lives, and nobody asks
    /// it for them again (`peerChain` has their bytes, and there is no resumption).
    func forgetIssuers() {
        guard server != nil, let chain = SSL_get_peer_cert_chain(ssl) else { return }
        gw_stack_empty(chain)
    }

    /// Queues close_notify; what it produced lies in the spill.
    func shutdown() {
        ERR_clear_error()
        SSL_shutdown(ssl)
        ERR_clear_error()
    }

    /// There is input that a further `read` may turn into plaintext.
    var mayRead: Bool { io.pointee.in_len > 0 || SSL_pending(ssl) > 0 }

    private func step(_ step: gw_step, _ activity: String) -> Step {
        switch step {
        case GW_DONE: return .done
        case GW_WANTS_INPUT: return .wantsInput
        case GW_CLOSED: return .closed
        case _: return .failed(.drainingQueue(activity))
        }
    }

    // MARK: What was agreed

    var agreement: TLSAgreement {
        var protocolBytes: UnsafePointer<UInt8>?
        var protocolLength: UInt32 = 0
        SSL_get0_alpn_selected(ssl, &protocolBytes, &protocolLength)
        let alpn = protocolBytes.map {
            String(decoding: UnsafeBufferPointer(start: $0, count: Int(protocolLength)), as: UTF8.self)
        }
        let cipher = SSL_get_current_cipher(ssl)
        return TLSAgreement(
            version: String(cString: SSL_get_version(ssl)),
            cipherSuite: cipher.map { String(cString: SSL_CIPHER_get_name($0)) } ?? "",
            cipherBits: cipher.map { Int(SSL_CIPHER_get_bits($0, nil)) } ?? 0,
            serverName: serverName, applicationProtocol: alpn, peerChain: peerChain)
    }

    /// Of a client connection: OpenSSL's words for why the server's certificate was refused.
    var verificationProblem: String? {
        let result = SSL_get_verify_result(ssl)
        return result == Int(X509_V_OK) ? nil : String(cString: X509_verify_cert_error_string(result))
    }

    // MARK: Called back by OpenSSL inside `handshake`

    static func owner(ofConnection ssl: OpaquePointer) -> TLSEngine? {
        SSL_get_ex_data(ssl, ownerIndex).map { Unmanaged<TLSEngine>.fromOpaque($0).takeUnretainedValue() }
    }

    static func owner(ofVerification storeContext: OpaquePointer) -> TLSEngine? {
        X509_STORE_CTX_get_ex_data(storeContext, SSL_get_ex_data_X509_STORE_CTX_idx()).flatMap {
            owner(ofConnection: OpaquePointer($0))
        }
    }

    /// RFC 6066 § 3. A name that no identity covers ends the handshake: which names exist is nobody's business.
    func chooseIdentity() -> Int32 {
        guard let name = SSL_get_servername(ssl, TLSEXT_NAMETYPE_host_name) else { return SSL_TLSEXT_ERR_NOACK }
        let wanted = String(cString: name).lowercased()
        guard let context = server?.context(for: wanted), SSL_set_SSL_CTX(ssl, context.pointer) != nil else {
            return SSL_TLSEXT_ERR_ALERT_FATAL
        }
        serverName = wanted
        return SSL_TLSEXT_ERR_OK
    }

    /// Keeps what the client showed. Its life, issuer and revocation are judged after the handshake, or here and now when the listener is strict.
    func receiveClientChain(_ storeContext: OpaquePointer) -> Int32 {
        guard let server, let leaf = X509_STORE_CTX_get0_cert(storeContext), let leafBytes = Self.der(leaf) else {
            return 0
        }
        var chain = [leafBytes]
        if let others = X509_STORE_CTX_get0_untrusted(storeContext) {
            // One more than a chain may have, so that the judge sees that it is too long.
            for index in 0..<min(gw_stack_count(others), 11) {
                guard let certificate = gw_stack_at(others, index), certificate != leaf else { continue }
                guard let bytes = Self.der(certificate) else { return 0 }
                chain.append(bytes)
            }
        }
        peerChain = chain
        switch server.demand {
        case .explain:
            return 1
        case .strict:
            guard let error = server.judge(chain).alertingError else { return 1 }
            X509_STORE_CTX_set_error(storeContext, error)
            return 0
        }
    }

    /// HTTP/2 where both speak it, else HTTP/1.1. A client that offers neither could not be understood (RFC 7301 § 3.2).
    static func chooseProtocol(
        _ offered: UnsafePointer<UInt8>, _ length: Int, into selected: UnsafeMutablePointer<UnsafePointer<UInt8>?>,
        _ selectedLength: UnsafeMutablePointer<UInt8>
    ) -> Int32 {
        var best: (rank: Int, start: UnsafePointer<UInt8>, size: UInt8)?
        var at = 0
        while at < length {
            let size = Int(offered[at])
            guard at + 1 + size <= length else { return SSL_TLSEXT_ERR_ALERT_FATAL }
            let name = UnsafeRawBufferPointer(start: offered + at + 1, count: size)
            if let rank = Self.spoken.firstIndex(where: { name.elementsEqual($0.rawValue.utf8) }),
                rank < best?.rank ?? .max
            {
                best = (rank, offered + at + 1, UInt8(size))
            }
            at += 1 + size
        }
        guard let best else { return SSL_TLSEXT_ERR_ALERT_FATAL }
        selected.pointee = best.start
        selectedLength.pointee = best.size
        return SSL_TLSEXT_ERR_OK
    }

    /// The best first.
    private static let spoken: [ApplicationProtocol] = [.http2, .http1]

    private static func der(_ certificate: OpaquePointer) -> [UInt8]? {
        let length = Int(i2d_X509(certificate, nil))
        guard length > 0 else { return nil }
        return [UInt8](unsafeUninitializedCapacity: length) { buffer, count in
            var at = buffer.baseAddress
            count = max(0, Int(i2d_X509(certificate, &at)))
        }
    }
}

extension ClientChainRuling {
    /// The X.509 error whose TLS alert tells the client's software what is wrong; `nil` to go on.
    fileprivate var alertingError: Int32? {
        switch self {
        case .accept: nil
        case .refuseUntrusted: X509_V_ERR_UNABLE_TO_GET_ISSUER_CERT_LOCALLY
        case .refuseExpired: X509_V_ERR_CERT_HAS_EXPIRED
        case .refuseNotYetValid: X509_V_ERR_CERT_NOT_YET_VALID
        case .refuseRevoked: X509_V_ERR_CERT_REVOKED
        case .refuseUnusable: X509_V_ERR_INVALID_PURPOSE
        }
    }
}
