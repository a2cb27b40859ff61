/// The two-step protocol of OpenSSL's `i2d` functions: ask for the length, then have the bytes written.
enum DER {
    /// - Parameter write: calls an `i2d` function; given `nil` it only tells the length. Empty when OpenSSL cannot encode.
    static func encode(_ write: (UnsafeMutablePointer<UnsafeMutablePointer<UInt8>?>?) -> Int32) -> [UInt8] {
        let length = Int(write(nil))
        guard length > 0 else { return [] }
        return [UInt8](unsafeUninitializedCapacity: length) { buffer, count in
            var at = buffer.baseAddress
            count = max(0, Int(write(&at)))
        }
    }
}
