internal import COpenSSL
public import GatewayIdentity

/// What a server's certificate and key files are good for, looked at before a listener loads them.
public struct ServerCredentials: Hashable, Sendable {
    /// DNS names of the leaf, lower case, for the choice by SNI; `*.example.kr` covers one label.
    public let names: [String]
    public let notBefore: UnixTime
    /// The first end among the chain's validities.
    public let notAfter: UnixTime
    public let fingerprint: SHA256Digest

    /// Reads both files and checks that a client could accept what they hold. Blocks on disk; not for an event loop.
    ///
    /// - Parameters:
    ///   - chainFile: PEM, leaf first, each certificate issued by the next.
    ///   - keyFile: PEM, not encrypted, and readable by its owner only.
    public static func inspect(chainFile: String, keyFile: String, at time: UnixTime) throws(FileProblem)
        -> ServerCredentials
    {
        let chain = try chain(in: chainFile)
        guard let leaf = chain.first else { throw FileProblem(chainFile, "no certificate") }
        try checkOrder(of: chain, chainFile)
        try checkUse(of: leaf, chainFile)
        let key = try PrivateKey.read(file: keyFile)
        guard key.belongs(to: leaf) else {
            throw FileProblem(keyFile, "not the key of the first certificate in \(chainFile)")
        }
        return try credentials(leaf, chain, chainFile, at: time)
    }

    private static func chain(in file: String) throws(FileProblem) -> [Certificate] {
        var chain: [Certificate] = []
        for der in try EncodedObjects(.certificate, in: try FileContents(reading: file)).objects {
            chain.append(try Certificate(der: der, from: file))
        }
        return chain
    }

    private static func checkOrder(of chain: [Certificate], _ file: String) throws(FileProblem) {
        for (index, pair) in zip(chain, chain.dropFirst()).enumerated()
        where X509_check_issued(pair.1.pointer, pair.0.pointer) != X509_V_OK {
            throw FileProblem(
                file,
                "certificate \(index + 2) (\(pair.1.subject)) did not issue certificate \(index + 1) (\(pair.0.subject))"
            )
        }
    }

    private static func checkUse(of leaf: Certificate, _ file: String) throws(FileProblem) {
        if let weakness = Strength.weakness(of: leaf, isAnchor: false, by: .pkix) { throw FileProblem(file, weakness) }
        guard X509_check_purpose(leaf.pointer, X509_PURPOSE_SSL_SERVER, 0) == 1 else {
            throw FileProblem(file, "\(leaf.subject) may not serve TLS by its keyUsage or extendedKeyUsage")
        }
    }

    private static func credentials(
        _ leaf: Certificate, _ chain: [Certificate], _ file: String, at time: UnixTime
    ) throws(FileProblem) -> ServerCredentials {
        let names = leaf.dnsNames
        guard !names.isEmpty else {
            throw FileProblem(file, "no DNS name in subjectAltName; clients do not look for one in the subject")
        }
        let ends = chain.compactMap(\.notAfter)
        guard let notBefore = leaf.notBefore, let notAfter = ends.min(), ends.count == chain.count else {
            throw FileProblem(file, "unreadable validity")
        }
        guard notBefore <= time else { throw FileProblem(file, "not valid before \(RFC3339.string(notBefore))") }
        guard time < notAfter else { throw FileProblem(file, "expired at \(RFC3339.string(notAfter))") }
        do throws(OpenSSLFailure) {
            return ServerCredentials(
                names: names, notBefore: notBefore, notAfter: notAfter, fingerprint: try leaf.fingerprint())
        } catch {
            throw FileProblem(file, error.description)
        }
    }
}

extension Certificate {
    /// DNS names of subjectAltName, lower case.
    var dnsNames: [String] {
        guard let raw = X509_get_ext_d2i(pointer, NID_subject_alt_name, nil, nil) else { return [] }
        let names = OpaquePointer(raw)
        defer { GENERAL_NAMES_free(names) }
        return (0..<gw_names_count(names)).compactMap { index in
            var kind: Int32 = 0
            guard let value = GENERAL_NAME_get0_value(gw_name_at(names, index), &kind), kind == GEN_DNS else {
                return nil
            }
            let string = value.assumingMemoryBound(to: ASN1_STRING.self)
            let bytes = UnsafeBufferPointer(
                start: ASN1_STRING_get0_data(string), count: Int(ASN1_STRING_length(string)))
            let text = String(decoding: bytes, as: UTF8.self).lowercased()
            return DNSName.isWellFormed(text) ? text : nil
        }
    }
}
