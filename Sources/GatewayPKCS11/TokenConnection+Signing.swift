internal import CP11
internal import GatewayCrypto

/// Key pairs that sign, beside the secret keys that wrap.
extension TokenConnection {
    /// DER of the object identifier of P-256 (RFC 5480 section 2.1.1.1).
    private static let p256: [UInt8] = [0x06, 0x08, 0x2A, 0x86, 0x48, 0xCE, 0x3D, 0x03, 0x01, 0x07]

    /// The public point, `04 || x || y`, of the pair with this label; `nil` when there is none.
    ///
    /// - Throws: `.unfitKey` when its private part could leave the token, or there are several.
    borrowing func signingPoint(_ label: String) throws(TokenProblem) -> [UInt8]? {
        guard let secret = try one(CKO_PRIVATE_KEY, label) else { return nil }
        let flags = try values(of: secret, [(CKA_SENSITIVE, 1), (CKA_EXTRACTABLE, 1), (CKA_SIGN, 1)])
        guard flags[0] == [1], flags[1] == [0] else {
            throw .unfitKey(
                label: label, why: "it could leave the token: CKA_SENSITIVE must be true, CKA_EXTRACTABLE false")
        }
        guard flags[2] == [1] else { throw .unfitKey(label: label, why: "it must not sign: CKA_SIGN must be true") }
        guard let open = try one(CKO_PUBLIC_KEY, label) else {
            throw .unfitKey(label: label, why: "its public part is not in the token")
        }
        let point = try values(of: open, [(CKA_EC_POINT, 128)])[0]
        // A DER octet string around the point (PKCS#11 2.40, 2.3.3); some tokens leave it away.
        if point.count == 67, point[0] == 0x04, point[1] == 65 { return Array(point[2...]) }
        guard point.count == 65, point[0] == 0x04 else {
            throw .unfitKey(label: label, why: "it is not on P-256")
        }
        return point
    }

    /// `r || s` over a digest of 32 bytes.
    borrowing func signature(over digest: [UInt8], by label: String) throws(TokenProblem) -> [UInt8] {
        guard let key = try one(CKO_PRIVATE_KEY, label) else {
            throw .unfitKey(label: label, why: "the token has no such key pair")
        }
        var mechanism = CK_MECHANISM(mechanism: CKM_ECDSA, pParameter: nil, ulParameterLen: 0)
        try module.call("C_SignInit", \.C_SignInit) { $0(session, &mechanism, key) }
        var (digest, signature) = (digest, [UInt8](repeating: 0, count: 128))
        var count = CK_ULONG(signature.count)
        try module.call("C_Sign", \.C_Sign) { $0(session, &digest, CK_ULONG(digest.count), &signature, &count) }
        return Array(signature.prefix(Int(count)))
    }

    /// Made inside the token, which its private part cannot leave.
    borrowing func makeSigningPair(_ label: String) throws(TokenProblem) {
        let name: [UInt8]
        do throws(CryptoFailure) { name = try SecureRandom.bytes(8) } catch { throw .crypto(error) }
        var open = AttributeList()
        open.add(CKA_EC_PARAMS, Self.p256)
        var secret = AttributeList()
        for flag in [CKA_SENSITIVE, CKA_SIGN, CKA_PRIVATE] { secret.add(flag, true) }
        secret.add(CKA_EXTRACTABLE, false)
        open.add(CKA_VERIFY, true)
        open.add(CKA_TOKEN, true)
        open.add(CKA_LABEL, Array(label.utf8))
        open.add(CKA_ID, name)
        secret.add(CKA_TOKEN, true)
        secret.add(CKA_LABEL, Array(label.utf8))
        secret.add(CKA_ID, name)
        var mechanism = CK_MECHANISM(mechanism: CKM_EC_KEY_PAIR_GEN, pParameter: nil, ulParameterLen: 0)
        var (openKey, secretKey): (CK_OBJECT_HANDLE, CK_OBJECT_HANDLE) = (0, 0)
        try module.call("C_GenerateKeyPair", \.C_GenerateKeyPair) { generate in
            open.lend { openList, openCount in
                secret.lend { generate(session, &mechanism, openList, openCount, $0, $1, &openKey, &secretKey) }.code
            }.code
        }
    }

    private borrowing func one(_ kind: CK_OBJECT_CLASS, _ label: String) throws(TokenProblem) -> CK_OBJECT_HANDLE? {
        var template = AttributeList()
        template.add(CKA_CLASS, kind)
        template.add(CKA_LABEL, Array(label.utf8))
        let found = try objects(like: template)
        guard found.count < 2 else { throw .unfitKey(label: label, why: "there are several, expected one") }
        return found.first
    }

    private borrowing func values(of object: CK_OBJECT_HANDLE, _ wanted: [(type: CK_ATTRIBUTE_TYPE, size: Int)])
        throws(TokenProblem) -> [[UInt8]]
    {
        var list = AttributeList()
        for (type, size) in wanted { list.add(type, [UInt8](repeating: 0, count: size)) }
        var values: [[UInt8]] = []
        try module.call("C_GetAttributeValue", \.C_GetAttributeValue) { get in
            let answer = list.lend { get(session, object, $0, $1) }
            values = answer.values
            return answer.code
        }
        return values
    }
}
