internal import CP11
internal import GatewayCrypto
internal import GatewayIdentity
internal import GatewayVault

/// A session with one token, logged in. On one thread only.
struct TokenConnection: ~Copyable {
    let module: CryptokiModule
    let session: CK_SESSION_HANDLE
    private let label: String

    /// More of one label are somebody's mistake.
    private static let maximumKeys = 64

    /// - Parameter refused: the digest of a PIN that the token refused before; set when it refuses this one.
    init(_ address: TokenAddress, refusedPIN refused: inout SHA256Digest?) throws(TokenProblem) {
        let pin: SecretBytes
        do throws(KeyFileProblem) { pin = try SecretLine.read(address.pinFile) } catch { throw .pinFile(error) }
        let digest = pin.withUnsafeBytes { SHA256.digest(of: Array($0)) }
        guard digest != refused else { throw .pinRefused(token: address.token, file: address.pinFile) }

        let module = try CryptokiModule(loading: address.module)
        let (slot, flags) = try module.slot(ofToken: address.token)
        guard flags & CKF_USER_PIN_LOCKED == 0 else { throw .pinLocked(token: address.token) }
        guard flags & CKF_USER_PIN_FINAL_TRY == 0 else { throw .lastPINTry(token: address.token) }
        let mode = flags & CKF_WRITE_PROTECTED == 0 ? CKF_SERIAL_SESSION | CKF_RW_SESSION : CKF_SERIAL_SESSION
        var session: CK_SESSION_HANDLE = 0
        try module.call("C_OpenSession", \.C_OpenSession) { $0(slot, mode, nil, nil, &session) }
        do throws(TokenProblem) {
            try module.call("C_Login", \.C_Login) { login in
                pin.withUnsafeBytes { pin in
                    let bytes = UnsafeMutablePointer(mutating: pin.baseAddress?.assumingMemoryBound(to: UInt8.self))
                    return login(session, CKU_USER, bytes, CK_ULONG(pin.count))
                }
            }
        } catch .refused(_, CKR_USER_ALREADY_LOGGED_IN) {
            // By a session of this process that its module still has.
        } catch .refused(_, CKR_PIN_INCORRECT) {
            refused = digest
            throw .pinRefused(token: address.token, file: address.pinFile)
        } catch .refused(_, CKR_PIN_LOCKED) {
            throw .pinLocked(token: address.token)
        }
        self.module = module
        self.session = session
        label = address.keyLabel
    }

    // MARK: Keys

    /// All with the label that are shown not to leave the token. Others beside them are passed over: whoever may make objects
    /// in the token must not be able to shut the door with one.
    ///
    /// - Throws: `.unfitKey` when there is no other.
    borrowing func keys() throws(TokenProblem) -> [KeyEncryptionKeyID] {
        var ids: [KeyEncryptionKeyID] = []
        var unfit: TokenProblem?
        for object in try objects() {
            do throws(TokenProblem) {
                ids.append(try fitKey(object))
            } catch .unfitKey(let label, let why) {
                unfit = .unfitKey(label: label, why: why)
            }
        }
        if ids.isEmpty, let unfit { throw unfit }
        return ids
    }

    /// HMAC-SHA-256 of a message, inside the token.
    borrowing func code(for message: [UInt8], under id: KeyEncryptionKeyID) throws(TokenProblem) -> SecretBytes {
        let object = try object(id)
        var mechanism = CK_MECHANISM(mechanism: CKM_SHA256_HMAC, pParameter: nil, ulParameterLen: 0)
        try module.call("C_SignInit", \.C_SignInit) { $0(session, &mechanism, object) }
        var (message, code) = (message, [UInt8](repeating: 0, count: HMAC.Algorithm.sha256.size))
        var count = CK_ULONG(code.count)
        try module.call("C_Sign", \.C_Sign) { $0(session, &message, CK_ULONG(message.count), &code, &count) }
        guard count == CK_ULONG(code.count) else { throw .refused(call: "C_Sign", code: CKR_GENERAL_ERROR) }
        return SecretBytes(wiping: &code)
    }

    /// A new key, made inside the token, which it cannot leave.
    borrowing func makeKey() throws(TokenProblem) -> KeyEncryptionKeyID {
        let name: [UInt8]
        do throws(CryptoFailure) { name = try SecureRandom.bytes(8) } catch { throw .crypto(error) }
        guard let id = KeyEncryptionKeyID(Hex.encode(name)) else {
            throw .refused(call: "naming", code: CKR_GENERAL_ERROR)
        }
        var template = AttributeList()
        template.add(CKA_CLASS, CKO_SECRET_KEY)
        template.add(CKA_KEY_TYPE, CKK_GENERIC_SECRET)
        template.add(CKA_VALUE_LEN, CK_ULONG(AES256GCM.keySize))
        template.add(CKA_LABEL, Array(label.utf8))
        template.add(CKA_ID, name)
        for flag in [CKA_TOKEN, CKA_PRIVATE, CKA_SENSITIVE, CKA_SIGN] { template.add(flag, true) }
        template.add(CKA_EXTRACTABLE, false)
        var mechanism = CK_MECHANISM(mechanism: CKM_GENERIC_SECRET_KEY_GEN, pParameter: nil, ulParameterLen: 0)
        var object: CK_OBJECT_HANDLE = 0
        try module.call("C_GenerateKey", \.C_GenerateKey) { generate in
            template.lend { generate(session, &mechanism, $0, $1, &object) }.code
        }
        _ = try fitKey(object)
        return id
    }

    /// One that is not there is destroyed already.
    borrowing func destroyKey(_ id: KeyEncryptionKeyID) throws(TokenProblem) {
        let object: CK_OBJECT_HANDLE
        do throws(TokenProblem) { object = try self.object(id) } catch .noKey { return }
        try module.call("C_DestroyObject", \.C_DestroyObject) { $0(session, object) }
    }

    // MARK: Objects

    private borrowing func object(_ id: KeyEncryptionKeyID) throws(TokenProblem) -> CK_OBJECT_HANDLE {
        for object in try objects(named: Hex.decode(id.description)) where try fitKey(object) == id { return object }
        throw .noKey(id)
    }

    private borrowing func objects(named id: [UInt8]? = nil) throws(TokenProblem) -> [CK_OBJECT_HANDLE] {
        var template = AttributeList()
        template.add(CKA_CLASS, CKO_SECRET_KEY)
        template.add(CKA_LABEL, Array(label.utf8))
        if let id { template.add(CKA_ID, id) }
        return try objects(like: template)
    }

    borrowing func objects(like template: AttributeList) throws(TokenProblem) -> [CK_OBJECT_HANDLE] {
        try module.call("C_FindObjectsInit", \.C_FindObjectsInit) { begin in
            template.lend { begin(session, $0, $1) }.code
        }
        var objects = [CK_OBJECT_HANDLE](repeating: 0, count: Self.maximumKeys)
        var count: CK_ULONG = 0
        try module.call("C_FindObjects", \.C_FindObjects) { find in
            find(session, &objects, CK_ULONG(Self.maximumKeys), &count)
        }
        try module.call("C_FindObjectsFinal", \.C_FindObjectsFinal) { $0(session) }
        return Array(objects.prefix(Int(count)))
    }

    /// - Throws: `.unfitKey` unless it has a name, signs, and cannot leave the token.
    private borrowing func fitKey(_ object: CK_OBJECT_HANDLE) throws(TokenProblem) -> KeyEncryptionKeyID {
        var wanted = AttributeList()
        wanted.add(CKA_ID, [UInt8](repeating: 0, count: 32))
        wanted.add(CKA_KEY_TYPE, CK_ULONG(0))
        for flag in [CKA_SENSITIVE, CKA_EXTRACTABLE, CKA_SIGN] { wanted.add(flag, false) }
        var values: [[UInt8]] = []
        try module.call("C_GetAttributeValue", \.C_GetAttributeValue) { get in
            let answer = wanted.lend { get(session, object, $0, $1) }
            values = answer.values
            return answer.code
        }
        guard let id = KeyEncryptionKeyID(Hex.encode(values[0])) else {
            throw .unfitKey(label: label, why: "its CKA_ID has \(values[0].count) bytes, expected 1 to 32, and not 16")
        }
        guard values[2] == [1], values[3] == [0] else {
            throw .unfitKey(
                label: label, why: "\(id) could leave the token: CKA_SENSITIVE must be true, CKA_EXTRACTABLE false")
        }
        guard values[4] == [1] else { throw .unfitKey(label: label, why: "\(id) must not sign: CKA_SIGN must be true") }
        return id
    }
}
