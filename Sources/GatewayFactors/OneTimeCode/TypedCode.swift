internal import GatewayCrypto

/// A code as somebody typed it: exactly the agreed number of ASCII digits. Compared in constant time.
struct TypedCode {
    private let digits: [UInt8]

    init?(_ text: String, _ count: TOTPParameters.Digits) {
        let typed = Array(text.utf8)
        guard typed.count == count.rawValue, typed.allSatisfy({ (0x30...0x39).contains($0) }) else { return nil }
        digits = typed
    }

    func equals(_ code: [UInt8]) -> Bool { ConstantTime.equal(code, digits) }
}
