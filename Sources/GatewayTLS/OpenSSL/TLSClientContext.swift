internal import COpenSSL

/// What is spoken inside TLS (RFC 7301); a client of ours offers one and takes no other.
public enum ApplicationProtocol: String, Sendable {
    case http1 = "http/1.1"
    case http2 = "h2"
}

/// How an upstream's certificate is verified and what we show it. There is no way to switch verification off.
public final class TLSClientContext: Sendable {
    private let context: TLSContext

    /// - Parameters:
    ///   - trustFile: PEM file with the authorities that may have issued the upstream's certificate; `nil` = the system's.
    ///   - certificateChainFile: PEM chain that we authenticate with, when the upstream demands one.
    public init(
        trustFile: String?, certificateChainFile: String? = nil, privateKeyFile: String? = nil,
        profile: TLSProfile = .modern
    ) throws(TLSFailure) {
        context = try TLSContext(server: false, profile: profile)
        SSL_CTX_set_verify(context.pointer, SSL_VERIFY_PEER, nil)
        ERR_clear_error()
        if let trustFile {
            guard SSL_CTX_load_verify_file(context.pointer, trustFile) == 1 else {
                throw .drainingQueue("upstream authorities \(trustFile)")
            }
        } else {
            guard SSL_CTX_set_default_verify_paths(context.pointer) == 1 else {
                throw .drainingQueue("the system's authorities")
            }
        }
        if let certificateChainFile, let privateKeyFile {
            try context.use(certificateChain: certificateChainFile, privateKey: privateKeyFile)
        }
    }

    func makeEngine(serverName: String, isAddress: Bool, speaking dialect: ApplicationProtocol) throws(TLSFailure)
        -> TLSEngine
    {
        try TLSEngine(client: context, serverName: serverName, isAddress: isAddress, speaking: dialect)
    }
}
