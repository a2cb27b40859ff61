internal import CP11
internal import GatewayCrypto
internal import GatewayVault

/// Why a token does not do what it is asked. Holds no PIN.
enum TokenProblem: Error, Hashable {
    case noModule(path: String, system: String)
    case noToken(String, found: [String])
    case severalTokens(String)
    case pinFile(KeyFileProblem)
    /// Not tried again with the same PIN: after a few tries tokens lock themselves.
    case pinRefused(token: String, file: String)
    case pinLocked(token: String)
    case lastPINTry(token: String)
    case noKey(KeyEncryptionKeyID)
    /// The key could leave the token, or cannot do what it is for.
    case unfitKey(label: String, why: String)
    case refused(call: String, code: UInt)
    /// It did not answer in time, or what was asked before has not been answered yet.
    case silent(Duration)
    case busy
    case crypto(CryptoFailure)
}

extension TokenProblem: CustomStringConvertible {
    var description: String {
        switch self {
        case .noModule(let path, let system): "\(path): cannot load the PKCS#11 module: \(system)"
        case .noToken(let label, let found):
            "no token is labelled '\(label)'; there "
                + (found.isEmpty ? "is none" : "are \(found.map { "'\($0)'" }.joined(separator: ", "))")
        case .severalTokens(let label): "several tokens are labelled '\(label)', expected one"
        case .pinFile(let problem): problem.description
        case .pinRefused(let token, let file): "token '\(token)' refused the PIN in \(file); it is not tried again"
        case .pinLocked(let token): "token '\(token)' has locked its user PIN"
        case .lastPINTry(let token):
            "token '\(token)' has one try of its PIN left, which is not risked"
        case .noKey(let id): "the token has no key \(id)"
        case .unfitKey(let label, let why): "a key labelled '\(label)' in the token is not fit: \(why)"
        case .refused(let call, let code): "\(call) answered \(CryptokiCode(code))"
        case .silent(let patience): "the token has not answered within \(patience)"
        case .busy: "too much waits for the token already"
        case .crypto(let failure): failure.description
        }
    }

    /// What to do about it.
    var hint: String {
        switch self {
        case .noModule: "'keys.token.module' names the library (.so) that came with the token."
        case .noToken, .severalTokens: "'keys.token.token' is the label that 'pkcs11-tool --list-slots' shows."
        case .pinFile(let problem): problem.hint
        case .pinRefused: "Put the right PIN into the file; then it is tried once more."
        case .pinLocked: "The token's security officer unlocks it."
        case .lastPINTry: "Log in once with the token's own tool, so that it counts from the start again."
        case .noKey: "Was it destroyed there? Without it, what it wrapped is lost."
        case .unfitKey: "'gwanmun keys rotate' makes a fit one; give keys made by hand the attributes in docs/keys.md."
        case .refused: "The token's own tools and log say more."
        case .silent, .busy: "Is the token connected and its service running?"
        case .crypto: "The token was not reached."
        }
    }

    /// Whether the connection may be at fault, so that it is made anew.
    var breaksConnection: Bool {
        switch self {
        // Keys are private objects: to a session that lost its login they are not there.
        case .refused, .noToken, .noModule, .noKey: true
        case .severalTokens, .pinFile, .pinRefused, .pinLocked, .lastPINTry, .unfitKey, .silent, .busy, .crypto:
            false
        }
    }
}

extension KeyPlaceProblem {
    init(_ problem: TokenProblem) { self.init(problem.description, hint: problem.hint) }
}

/// A return value of a PKCS#11 call, in the standard's words where operators meet it.
struct CryptokiCode: CustomStringConvertible {
    let code: UInt

    init(_ code: UInt) { self.code = code }

    private static let names: [UInt: String] = [
        CKR_HOST_MEMORY: "CKR_HOST_MEMORY", CKR_GENERAL_ERROR: "CKR_GENERAL_ERROR",
        CKR_FUNCTION_FAILED: "CKR_FUNCTION_FAILED", CKR_ARGUMENTS_BAD: "CKR_ARGUMENTS_BAD",
        CKR_ATTRIBUTE_VALUE_INVALID: "CKR_ATTRIBUTE_VALUE_INVALID", CKR_ACTION_PROHIBITED: "CKR_ACTION_PROHIBITED",
        CKR_DEVICE_ERROR: "CKR_DEVICE_ERROR", CKR_DEVICE_MEMORY: "CKR_DEVICE_MEMORY",
        CKR_DEVICE_REMOVED: "CKR_DEVICE_REMOVED", CKR_FUNCTION_NOT_SUPPORTED: "CKR_FUNCTION_NOT_SUPPORTED",
        CKR_KEY_HANDLE_INVALID: "CKR_KEY_HANDLE_INVALID", CKR_KEY_TYPE_INCONSISTENT: "CKR_KEY_TYPE_INCONSISTENT",
        CKR_KEY_FUNCTION_NOT_PERMITTED: "CKR_KEY_FUNCTION_NOT_PERMITTED",
        CKR_MECHANISM_INVALID: "CKR_MECHANISM_INVALID", CKR_OBJECT_HANDLE_INVALID: "CKR_OBJECT_HANDLE_INVALID",
        CKR_PIN_EXPIRED: "CKR_PIN_EXPIRED", CKR_PIN_LEN_RANGE: "CKR_PIN_LEN_RANGE",
        CKR_SESSION_CLOSED: "CKR_SESSION_CLOSED", CKR_SESSION_COUNT: "CKR_SESSION_COUNT",
        CKR_SESSION_HANDLE_INVALID: "CKR_SESSION_HANDLE_INVALID", CKR_SESSION_READ_ONLY: "CKR_SESSION_READ_ONLY",
        CKR_TEMPLATE_INCONSISTENT: "CKR_TEMPLATE_INCONSISTENT", CKR_TOKEN_NOT_PRESENT: "CKR_TOKEN_NOT_PRESENT",
        CKR_TOKEN_NOT_RECOGNIZED: "CKR_TOKEN_NOT_RECOGNIZED",
        CKR_TOKEN_WRITE_PROTECTED: "CKR_TOKEN_WRITE_PROTECTED", CKR_USER_NOT_LOGGED_IN: "CKR_USER_NOT_LOGGED_IN",
        CKR_USER_PIN_NOT_INITIALIZED: "CKR_USER_PIN_NOT_INITIALIZED",
        CKR_CRYPTOKI_NOT_INITIALIZED: "CKR_CRYPTOKI_NOT_INITIALIZED",
    ]

    var description: String { Self.names[code] ?? "0x" + String(code, radix: 16) }
}
