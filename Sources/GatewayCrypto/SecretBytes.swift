internal import COpenSSL

/// Bytes that must not outlive their use: one block, wiped when the last reference goes, never printed; in locked memory while there
/// is some (`CryptoEngine.locksSecrets`).
///
/// `@unchecked Sendable` because the block is written only inside the initialisers and read-only ever after.
public final class SecretBytes: @unchecked Sendable {
    private let storage: UnsafeMutableRawBufferPointer
    public let count: Int

    public init(copying bytes: some Collection<UInt8>) {
        count = bytes.count
        storage = Self.allocate(count)
        storage.copyBytes(from: bytes)
    }

    /// Takes bytes over from where they were read to, and wipes them there.
    public convenience init(wiping bytes: inout [UInt8]) {
        self.init(copying: bytes)
        bytes.withUnsafeMutableBytes { OPENSSL_cleanse($0.baseAddress, $0.count) }
        bytes = []
    }

    /// - Parameter fill: writes all of the buffer it is lent, or throws; the block is wiped either way.
    init(count: Int, _ fill: (UnsafeMutableRawBufferPointer) throws(CryptoFailure) -> Void) throws(CryptoFailure) {
        self.count = count
        storage = Self.allocate(count)
        try fill(UnsafeMutableRawBufferPointer(rebasing: storage[..<count]))
    }

    deinit {
        // Wipes first, and unlike memset is never removed by an optimiser. Knows from which memory the block is.
        CRYPTO_secure_clear_free(storage.baseAddress, storage.count, nil, 0)
    }

    /// Lends the bytes for the length of `body`; they must not be copied out without a reason that the copy's owner states.
    public func withUnsafeBytes<Result, Failure: Error>(
        _ body: (UnsafeRawBufferPointer) throws(Failure) -> Result
    ) throws(Failure) -> Result {
        try body(UnsafeRawBufferPointer(rebasing: storage[..<count]))
    }

    /// In constant time.
    public func equals(_ other: [UInt8]) -> Bool {
        withUnsafeBytes { mine in other.withUnsafeBytes { ConstantTime.equal(mine, $0) } }
    }

    /// At least one byte, so that an empty secret has an address too: OpenSSL reads a missing one as "no key".
    private static func allocate(_ count: Int) -> UnsafeMutableRawBufferPointer {
        let size = max(count, 1)
        // Where there is no locked memory, or none left, ordinary memory.
        let place = CRYPTO_secure_malloc(size, nil, 0) ?? CRYPTO_malloc(size, nil, 0)
        precondition(place != nil, "there is no memory for a secret")
        let block = UnsafeMutableRawBufferPointer(start: place, count: size)
        block.initializeMemory(as: UInt8.self, repeating: 0)
        return block
    }
}

extension SecretBytes: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    public var description: String { "<\(count) secret bytes>" }
    public var debugDescription: String { description }
    public var customMirror: Mirror { Mirror(self, children: []) }
}
