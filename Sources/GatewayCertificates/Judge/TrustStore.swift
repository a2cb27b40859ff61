internal import COpenSSL
internal import GatewayIdentity

/// Anchors, intermediates and revocation lists, as OpenSSL looks them up: owner of one `X509_STORE`.
// @unchecked: nothing is added after `init`, and OpenSSL guards its own caches inside an X509_STORE with a lock.
final class TrustStore: @unchecked Sendable {
    private let store: OpaquePointer  // X509_STORE *
    private let intermediates: [Certificate]
    /// Kept because OpenSSL's copies refer to them.
    let lists: [RevocationList]
    private let profile: CertificateProfile

    /// Certificates between leaf and anchor; as OpenSSL counts.
    private static let maximumDepth: Int32 = 8

    init(anchors: [Certificate], intermediates: [Certificate], lists: [RevocationList], profile: CertificateProfile)
        throws(OpenSSLFailure)
    {
        ERR_clear_error()
        for text in profile.policies.allowed {
            guard let policy = OBJ_txt2obj(text, 1) else {
                throw .drainingErrorQueue("profile '\(profile.name)': '\(text)' is not an object identifier")
            }
            ASN1_OBJECT_free(policy)
        }
        guard let store = X509_STORE_new() else { throw .drainingErrorQueue("no certificate store") }
        self.store = store
        self.intermediates = intermediates
        self.lists = lists
        self.profile = profile
        for anchor in anchors {
            guard X509_STORE_add_cert(store, anchor.pointer) == 1 else {
                throw .drainingErrorQueue("cannot keep an anchor")
            }
        }
        for list in lists {
            guard X509_STORE_add_crl(store, list.pointer) == 1 else {
                throw .drainingErrorQueue("cannot keep a revocation list")
            }
        }
        X509_STORE_set_check_crl(store) { context, list in TrustStore.noteAndCheck(context, list) }
    }

    deinit { X509_STORE_free(store) }

    /// One pass of OpenSSL over a chain. It stops at the first fault, and anything but a clean end is a fault.
    func check(_ leaf: Certificate, through presented: [Certificate], demands: ChainDemands, at time: UnixTime)
        throws(OpenSSLFailure) -> ChainOutcome
    {
        ERR_clear_error()
        defer { ERR_clear_error() }
        guard let untrusted = gw_certificates_new() else { throw .drainingErrorQueue("no memory for a chain") }
        defer { gw_certificates_free(untrusted) }
        for certificate in presented + intermediates {
            guard gw_certificates_push(untrusted, certificate.pointer) > 0 else {
                throw .drainingErrorQueue("no memory for a chain")
            }
        }
        guard let context = X509_STORE_CTX_new() else { throw .drainingErrorQueue("no memory for a verification") }
        defer { X509_STORE_CTX_free(context) }
        guard X509_STORE_CTX_init(context, store, leaf.pointer, untrusted) == 1 else {
            throw .drainingErrorQueue("no verification")
        }
        try demand(demands, of: context, at: time)

        let used = UsedLists()
        guard X509_STORE_CTX_set_ex_data(context, 0, Unmanaged.passUnretained(used).toOpaque()) == 1 else {
            throw .drainingErrorQueue("no verification")
        }
        let status = withExtendedLifetime(used) { X509_verify_cert(context) }
        let code = X509_STORE_CTX_get_error(context)
        guard status == 1, code == X509_V_OK else {
            let current = X509_STORE_CTX_get_current_cert(context).map { Certificate(retaining: $0) }
            return .invalid(ChainFault(code: code == X509_V_OK ? X509_V_ERR_UNSPECIFIED : code, certificate: current))
        }
        return .valid(chain: try Self.chain(of: context), lists: used)
    }

    private func demand(_ demands: ChainDemands, of context: OpaquePointer, at time: UnixTime) throws(OpenSSLFailure) {
        guard let parameters = X509_STORE_CTX_get0_param(context) else {
            throw .drainingErrorQueue("no verification parameters")
        }
        // Setting a time also makes OpenSSL look at it, whatever NO_CHECK_TIME says.
        if demands.contains(.time) { X509_VERIFY_PARAM_set_time(parameters, Int(time.seconds)) }
        X509_VERIFY_PARAM_set_depth(parameters, Self.maximumDepth)
        var flags = demands.flags
        if demands.contains(.purpose), X509_VERIFY_PARAM_set_purpose(parameters, X509_PURPOSE_SSL_CLIENT) != 1 {
            throw .drainingErrorQueue("cannot demand a purpose")
        }
        if demands.contains(.policies) {
            // RFC 5280 section 6.1.1 (c): any policy is what a caller without wishes wants. OpenSSL takes none at all for "no policy".
            for text in profile.policies.allowed.isEmpty ? ["2.5.29.32.0"] : profile.policies.allowed {
                guard let policy = OBJ_txt2obj(text, 1) else {
                    throw .drainingErrorQueue("\(text) is not an object identifier")
                }
                guard X509_VERIFY_PARAM_add0_policy(parameters, policy) == 1 else {  // owns it when it succeeds
                    ASN1_OBJECT_free(policy)
                    throw .drainingErrorQueue("cannot demand policy \(text)")
                }
            }
            if profile.policies.isExplicit { flags |= UInt(X509_V_FLAG_EXPLICIT_POLICY) }
            if profile.policies.inhibitsMapping { flags |= UInt(X509_V_FLAG_INHIBIT_MAP) }
            if profile.policies.inhibitsAnyPolicy { flags |= UInt(X509_V_FLAG_INHIBIT_ANY) }
        }
        guard X509_VERIFY_PARAM_set_flags(parameters, flags) == 1 else {
            throw .drainingErrorQueue("cannot set verification flags")
        }
    }

    private static func chain(of context: OpaquePointer) throws(OpenSSLFailure) -> [Certificate] {
        guard let stack = X509_STORE_CTX_get0_chain(context) else { throw .drainingErrorQueue("no verified chain") }
        var chain: [Certificate] = []
        for index in 0..<gw_stack_count(stack) {
            guard let certificate = gw_stack_at(stack, index) else { throw .drainingErrorQueue("no verified chain") }
            chain.append(Certificate(retaining: certificate))
        }
        return chain
    }

    /// Tells the lists of authorities that a chain led to and that are not configured: intermediates that only the client sent.
    ///
    /// - Parameter chain: one that is trusted but for revocation, so that no stranger can make us hash long lists.
    /// - Returns: whether some list can speak for the chain now. It may have been able to already, through another thread that was quicker than the
    ///   verification that failed.
    func introduceLists(to chain: [Certificate]) throws(OpenSSLFailure) -> Bool {
        var speaks = false
        for list in lists {
            if try list.introduce(chain.filter(\.isAuthority)) { speaks = true }
        }
        return speaks
    }

    // MARK: Called by OpenSSL inside X509_verify_cert

    /// OpenSSL's own check of a list, as a context without our callback has it.
    private static let openSSLCheck: X509_STORE_CTX_check_crl_fn? = {
        guard let plain = X509_STORE_new(), let context = X509_STORE_CTX_new() else { return nil }
        defer {
            X509_STORE_CTX_free(context)
            X509_STORE_free(plain)
        }
        guard X509_STORE_CTX_init(context, plain, nil, nil) == 1 else { return nil }
        return X509_STORE_CTX_get_check_crl(context)
    }()

    private static func noteAndCheck(_ context: OpaquePointer?, _ list: OpaquePointer?) -> Int32 {
        guard let context, let list, let openSSLCheck, let owner = RevocationListMethod.owner(of: list) else {
            return 0
        }
        // The path of a list's own issuer is verified in a context below ours.
        var outermost = context
        while let parent = X509_STORE_CTX_get0_parent_ctx(outermost) { outermost = parent }
        guard let raw = X509_STORE_CTX_get_ex_data(outermost, 0) else { return 0 }
        let isForLeaf = context == outermost && X509_STORE_CTX_get_error_depth(context) == 0
        Unmanaged<UsedLists>.fromOpaque(raw).takeUnretainedValue().note(owner, isForLeaf: isForLeaf)
        return openSSLCheck(context, list)
    }
}
