internal import CFIDO2

/// libfido2 keeps its settings per thread, and wants them set before any other call on that thread (fido_init(3)).
enum FIDO2Thread {
    /// A few instructions; no device is looked for.
    static func prepare() { fido_init(0) }
}
