internal import COpenSSL

/// Reading what OpenSSL wrote into a memory `BIO`.
enum MemoryBIO {
    static func contents(of bio: OpaquePointer) -> [UInt8] {
        let length = BIO_ctrl_pending(bio)
        guard length > 0 else { return [] }
        return [UInt8](unsafeUninitializedCapacity: length) { buffer, count in
            count = max(0, Int(BIO_read(bio, buffer.baseAddress, Int32(clamping: length))))
        }
    }

    /// What `write`, one of OpenSSL's writing functions, puts out; it returns 1 when it succeeds.
    static func written(_ activity: String, by write: (OpaquePointer) -> Int32) throws(OpenSSLFailure) -> [UInt8] {
        ERR_clear_error()
        guard let output = BIO_new(BIO_s_secmem()) else { throw .drainingErrorQueue(activity) }
        defer { BIO_free_all(output) }
        guard write(output) == 1 else { throw .drainingErrorQueue(activity) }
        return contents(of: output)
    }
}
