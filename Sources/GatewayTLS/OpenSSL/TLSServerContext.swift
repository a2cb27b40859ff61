internal import COpenSSL

/// A certificate the server can show, and the names (SNI) it shows it for.
public struct ServerIdentity: Sendable {
    /// Lower-case DNS names; `*.example.kr` covers one label.
    public let names: [String]
    public let certificateChainFile: String
    public let privateKeyFile: String

    public init(names: [String], certificateChainFile: String, privateKeyFile: String) {
        self.names = names
        self.certificateChainFile = certificateChainFile
        self.privateKeyFile = privateKeyFile
    }
}

/// How a client certificate is asked for.
public enum ClientCertificateDemand: Sendable {
    /// Asked for; the handshake succeeds whatever comes, and the person is told in words.
    case explain
    /// Demanded: a missing or refused certificate ends the handshake with an alert.
    case strict
}

/// What the judge of a strict listener says inside the handshake; chooses the alert.
public enum ClientChainRuling: Sendable {
    case accept
    case refuseUntrusted, refuseExpired, refuseNotYetValid, refuseRevoked, refuseUnusable
}

/// Everything a server handshake needs, immutable: a reload builds a new one, and connections made before keep theirs.
public final class TLSServerContext: Sendable {
    private let byName: [String: TLSContext]
    private let first: TLSContext
    let judge: @Sendable (_ chain: [[UInt8]]) -> ClientChainRuling
    let demand: ClientCertificateDemand

    /// - Parameters:
    ///   - identities: at least one; the first one also answers clients without SNI.
    ///   - authorities: DER certificates whose subject names are sent as acceptable issuers, so that browsers offer fitting certificates only.
    ///   - judge: rules on a presented chain (DER, leaf first); called inside the handshake, on the event loop, only when `demand` is `.strict`.
    public init(
        identities: [ServerIdentity], authorities: [[UInt8]], demand: ClientCertificateDemand,
        profile: TLSProfile = .modern,
        judge: @escaping @Sendable (_ chain: [[UInt8]]) -> ClientChainRuling
    ) throws(TLSFailure) {
        self.judge = judge
        self.demand = demand
        var table: [String: TLSContext] = [:]
        var fallback: TLSContext?
        for identity in identities {
            let context = try TLSContext(server: true, profile: profile)
            try context.use(certificateChain: identity.certificateChainFile, privateKey: identity.privateKeyFile)
            try Self.askForClientCertificate(context, authorities: authorities, demand: demand)
            for name in identity.names { table[name.lowercased()] = context }
            fallback = fallback ?? context
        }
        guard let fallback else { throw TLSFailure(activity: "server identities", reasons: ["none is configured"]) }
        byName = table
        first = fallback
    }

    func makeEngine() throws(TLSFailure) -> TLSEngine { try TLSEngine(server: self, context: first) }

    /// The context for a name: exact, else the wildcard that covers its first label.
    func context(for name: String) -> TLSContext? {
        if let exact = byName[name] { return exact }
        guard let dot = name.firstIndex(of: ".") else { return nil }
        return byName["*" + name[dot...]]
    }

    /// Asks for a certificate in every handshake and hands what comes to `TLSEngine`.
    ///
    /// The callback replaces OpenSSL's own chain verification, never the proof of possession: the CertificateVerify signature is checked
    /// by OpenSSL in any case.
    private static func askForClientCertificate(
        _ context: TLSContext, authorities: [[UInt8]], demand: ClientCertificateDemand
    ) throws(TLSFailure) {
        let pointer = context.pointer
        for der in authorities {
            ERR_clear_error()
            var added = false
            der.withUnsafeBufferPointer { bytes in
                var at = bytes.baseAddress
                guard let certificate = d2i_X509(nil, &at, bytes.count) else { return }
                defer { X509_free(certificate) }
                added = SSL_CTX_add_client_CA(pointer, certificate) == 1  // copies the subject name
            }
            guard added else { throw .drainingQueue("authority certificate") }
        }
        let mode: Int32
        switch demand {
        case .explain: mode = SSL_VERIFY_PEER
        case .strict: mode = SSL_VERIFY_PEER | SSL_VERIFY_FAIL_IF_NO_PEER_CERT
        }
        SSL_CTX_set_verify(pointer, mode, nil)
        SSL_CTX_set_verify_depth(pointer, 10)
        SSL_CTX_set_cert_verify_callback(
            pointer,
            { storeContext, _ in
                guard let storeContext, let engine = TLSEngine.owner(ofVerification: storeContext) else { return 0 }
                return engine.receiveClientChain(storeContext)
            }, nil)
        gw_ctx_set_servername_callback(
            pointer,
            { ssl, _, _ in
                guard let ssl, let engine = TLSEngine.owner(ofConnection: ssl) else {
                    return SSL_TLSEXT_ERR_ALERT_FATAL
                }
                return engine.chooseIdentity()
            }, nil)
        SSL_CTX_set_alpn_select_cb(
            pointer,
            { _, selected, selectedLength, offered, offeredLength, _ in
                guard let selected, let selectedLength, let offered else { return SSL_TLSEXT_ERR_ALERT_FATAL }
                return TLSEngine.chooseProtocol(offered, Int(offeredLength), into: selected, selectedLength)
            }, nil)
    }
}
