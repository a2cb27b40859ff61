public import GatewayCrypto
public import GatewayIdentity
public import GatewayStore
public import GatewayVault
internal import Synchronization

/// A place of keys in memory, which a test takes out of reach and gives back.
public final class HeldKeys: KeyPlace {
    public let kind: KeyPlaceKind
    private let state: Mutex<State>

    private struct State {
        var keys: [KeyEncryptionKey]
        var isReachable = true
        var delay: (@Sendable () async -> Void)?
    }

    public init(_ keys: [KeyEncryptionKey] = [.sample()], kind: KeyPlaceKind = .file) {
        self.kind = kind
        state = Mutex(State(keys: keys))
    }

    public var isReachable: Bool {
        get { state.withLock { $0.isReachable } }
        set { state.withLock { $0.isReachable = newValue } }
    }

    public func keys() throws(KeyPlaceProblem) -> [any KeyEncryption] {
        try reach()
        return state.withLock { $0.keys }.map { HeldKey(key: $0, place: self) }
    }

    /// Makes it take its time over each new key.
    public func delay(by wait: @escaping @Sendable () async -> Void) { state.withLock { $0.delay = wait } }

    public func makeKey() async throws(KeyPlaceProblem) -> any KeyEncryption {
        await state.withLock { $0.delay }?()
        try reach()
        return state.withLock { state in
            let key = KeyEncryptionKey.sample(UInt8(truncatingIfNeeded: 100 + state.keys.count))
            state.keys.append(key)
            return HeldKey(key: key, place: self)
        }
    }

    public func destroyKey(_ id: KeyEncryptionKeyID) throws(KeyPlaceProblem) {
        try reach()
        state.withLock { $0.keys.removeAll { $0.id == id } }
    }

    public func probe(_ id: KeyEncryptionKeyID) throws(KeyPlaceProblem) {
        try reach()
        guard state.withLock({ $0.keys.contains { $0.id == id } }) else {
            throw KeyPlaceProblem("the key is gone", hint: "Give it back.")
        }
    }

    private func reach() throws(KeyPlaceProblem) {
        guard isReachable else { throw KeyPlaceProblem("taken away by the test", hint: "Give it back.") }
    }
}

/// A key that does nothing while its place is out of reach.
private struct HeldKey: KeyEncryption {
    let key: KeyEncryptionKey
    let place: HeldKeys

    var id: KeyEncryptionKeyID { key.id }

    func wrap(_ dataKey: SealingKey) throws(KeyFailure) -> WrappedDataKey {
        guard place.isReachable else { throw .unavailable("taken away by the test") }
        return try key.wrap(dataKey)
    }

    func unwrap(_ wrapped: WrappedDataKey) throws(KeyFailure) -> SealingKey {
        guard place.isReachable else { throw .unavailable("taken away by the test") }
        return try key.unwrap(wrapped)
    }
}

extension KeyEncryptionKey {
    /// 32 times the byte.
    public static func sample(_ byte: UInt8 = 7) -> KeyEncryptionKey {
        KeyEncryptionKey(SecretBytes(copying: [UInt8](repeating: byte, count: 32)))!
    }
}

extension Vault {
    /// The vault of a store whose key-encryption key is in memory.
    public static func sample(of store: any KeyStore, clock: @escaping Clock = ManualClock().clock) async throws
        -> Vault
    {
        try await open(store, keysIn: [HeldKeys()], clock: clock)
    }
}
