internal import CDeflate

/// Packs bytes into gzip members.
public final class GzipPacker {
    private let compressor: OpaquePointer

    /// - Parameter level: 1 (fast) to 12 (small), as libdeflate counts.
    /// - Returns: `nil` when there is no memory for it, or no such level.
    public init?(level: Int32 = 6) {
        guard let compressor = libdeflate_alloc_compressor(level) else { return nil }
        self.compressor = compressor
    }

    deinit { libdeflate_free_compressor(compressor) }

    /// - Parameter content: at most `GzipMember.contentLimit` bytes.
    public func member(of content: UnsafeRawBufferPointer) -> [UInt8] {
        precondition(content.count <= GzipMember.contentLimit, "more than a member holds")
        let bound = libdeflate_deflate_compress_bound(compressor, content.count)
        let deflated = [UInt8](unsafeUninitializedCapacity: bound) { buffer, count in
            count = libdeflate_deflate_compress(
                compressor, content.baseAddress, content.count, buffer.baseAddress, buffer.count)
        }
        let length = GzipMember.headerLength + deflated.count + GzipMember.trailerLength
        let checksum = libdeflate_crc32(0, content.baseAddress, content.count)
        return GzipMember(length: length, contentLength: content.count).header + deflated
            + GzipMember.bytes(Int(checksum)) + GzipMember.bytes(content.count)
    }
}

/// Unpacks gzip members. Whatever is not one, or not whole, is refused.
public final class GzipUnpacker {
    private let decompressor: OpaquePointer

    /// - Returns: `nil` when there is no memory for it.
    public init?() {
        guard let decompressor = libdeflate_alloc_decompressor() else { return nil }
        self.decompressor = decompressor
    }

    deinit { libdeflate_free_decompressor(decompressor) }

    /// - Parameter member: one whole member.
    /// - Returns: what was packed; `nil` when it is damaged (the checksum is part of a member) or not as long as it says.
    public func content(of member: UnsafeRawBufferPointer) -> [UInt8]? {
        guard let header = GzipMember(header: member), header.length == member.count else { return nil }
        var isWhole = false
        let content = [UInt8](unsafeUninitializedCapacity: header.contentLength) { buffer, count in
            var used = 0
            let result = libdeflate_gzip_decompress_ex(
                decompressor, member.baseAddress, member.count, buffer.baseAddress, header.contentLength, &used, &count)
            isWhole = result == LIBDEFLATE_SUCCESS && used == member.count && count == header.contentLength
            if !isWhole { count = 0 }
        }
        return isWhole ? content : nil
    }
}
