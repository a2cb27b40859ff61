/// The body of `POST /.gwanmun/session`: one JSON object of strings, for example `{"totp": "123456"}`.
///
/// Stricter than RFC 8259 where leniency would be a guess: unknown keys, repeated keys, other value types, an empty
/// object, a byte order mark and anything behind the object are refused.
struct FactorDocument {
    enum Problem: Error, Equatable {
        case notAnObjectOfStrings
        case unknownKey
        case repeatedKey
        case nothingPresented
    }

    let attempt: SignInAttempt

    init(_ body: [UInt8]) throws(Problem) {
        guard let pairs = FlatJSON.pairs(in: body) else { throw .notAnObjectOfStrings }
        var presented: [Key: String] = [:]
        for (name, value) in pairs {
            guard let key = Key(rawValue: name) else { throw .unknownKey }
            guard presented.updateValue(value, forKey: key) == nil else { throw .repeatedKey }
        }
        guard !presented.isEmpty else { throw .nothingPresented }
        attempt = SignInAttempt(
            totp: presented[.totp], password: presented[.password], recoveryCode: presented[.recoveryCode])
    }

    private enum Key: String {
        case totp
        case password
        case recoveryCode = "recovery_code"
    }
}
