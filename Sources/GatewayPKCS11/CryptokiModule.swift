internal import CP11
internal import Glibc

/// A PKCS#11 module, loaded and initialised: sole owner of its library state. On one thread only.
///
/// The library itself stays loaded to the end of the process: modules leave threads and exit handlers behind.
struct CryptokiModule: ~Copyable {
    private let functions: UnsafeMutablePointer<CK_FUNCTION_LIST>

    init(loading path: String) throws(TokenProblem) {
        guard let library = dlopen(path, RTLD_NOW | RTLD_LOCAL) else {
            throw .noModule(path: path, system: dlerror().map { String(cString: $0) } ?? "no reason given")
        }
        guard let symbol = dlsym(library, "C_GetFunctionList") else {
            throw .noModule(path: path, system: "it has no C_GetFunctionList")
        }
        var list: UnsafeMutablePointer<CK_FUNCTION_LIST>?
        let code = unsafeBitCast(symbol, to: CK_C_GetFunctionList.self)(&list)
        guard code == CKR_OK, let list else { throw .refused(call: "C_GetFunctionList", code: code) }
        guard list.pointee.version.major == 2 || list.pointee.version.major == 3 else {
            throw .noModule(path: path, system: "it speaks version \(list.pointee.version.major) of PKCS#11")
        }
        // Threads of the module lock by themselves; this program calls on one.
        var arguments = CK_C_INITIALIZE_ARGS()
        arguments.flags = CKF_OS_LOCKING_OK
        let initialised = list.pointee.C_Initialize?(&arguments) ?? CKR_FUNCTION_NOT_SUPPORTED
        guard initialised == CKR_OK || initialised == CKR_CRYPTOKI_ALREADY_INITIALIZED else {
            throw .refused(call: "C_Initialize", code: initialised)
        }
        functions = list
    }

    /// Without a word about what goes wrong: a token that was pulled out cannot end its sessions.
    deinit { _ = functions.pointee.C_Finalize?(nil) }

    /// One call, whose every answer but OK is thrown.
    borrowing func call<Function>(
        _ name: String, _ function: KeyPath<CK_FUNCTION_LIST, Function?>, _ body: (Function) -> CK_RV
    ) throws(TokenProblem) {
        let code = functions.pointee[keyPath: function].map(body) ?? CKR_FUNCTION_NOT_SUPPORTED
        guard code == CKR_OK else { throw .refused(call: name, code: code) }
    }

    /// The slot of the one token with this label.
    borrowing func slot(ofToken label: String) throws(TokenProblem) -> (slot: CK_SLOT_ID, flags: CK_FLAGS) {
        var count: CK_ULONG = 0
        try call("C_GetSlotList", \.C_GetSlotList) { $0(CK_BBOOL(CK_TRUE), nil, &count) }
        var slots = [CK_SLOT_ID](repeating: 0, count: Int(count))
        try call("C_GetSlotList", \.C_GetSlotList) { $0(CK_BBOOL(CK_TRUE), &slots, &count) }
        var found: [String] = []
        var matches: [(CK_SLOT_ID, CK_FLAGS)] = []
        for slot in slots.prefix(Int(count)) {
            var info = CK_TOKEN_INFO()
            try call("C_GetTokenInfo", \.C_GetTokenInfo) { $0(slot, &info) }
            // Padded with blanks to 32 bytes (PKCS#11 2.40, 3.1).
            let name = withUnsafeBytes(of: info.label) { String(decoding: $0, as: UTF8.self) }.trimmingBlanks
            found.append(name)
            if name == label { matches.append((slot, info.flags)) }
        }
        guard let match = matches.first else { throw .noToken(label, found: found.filter { !$0.isEmpty }) }
        guard matches.count == 1 else { throw .severalTokens(label) }
        return match
    }
}

extension String {
    fileprivate var trimmingBlanks: String {
        var text = self[...]
        while text.last == " " || text.last == "\0" { text.removeLast() }
        return String(text)
    }
}
