internal import CP11

/// Attributes of an object, each a type and the bytes of its value.
struct AttributeList {
    private var entries: [(type: CK_ATTRIBUTE_TYPE, value: [UInt8])] = []

    mutating func add(_ type: CK_ATTRIBUTE_TYPE, _ bytes: [UInt8]) { entries.append((type, bytes)) }
    mutating func add(_ type: CK_ATTRIBUTE_TYPE, _ flag: Bool) { add(type, [flag ? 1 : 0]) }
    mutating func add(_ type: CK_ATTRIBUTE_TYPE, _ number: CK_ULONG) {
        add(type, withUnsafeBytes(of: number) { Array($0) })
    }

    /// Lends them as C wants them, values aligned for numbers.
    ///
    /// - Returns: what the call answered, and the values after it, cut to the length that it gave.
    func lend(_ body: (UnsafeMutablePointer<CK_ATTRIBUTE>, CK_ULONG) -> CK_RV) -> (code: CK_RV, values: [[UInt8]]) {
        let word = MemoryLayout<CK_ULONG>.size
        let offsets = entries.reduce(into: [0]) { offsets, entry in
            offsets.append(offsets[offsets.count - 1] + (entry.value.count + word - 1) / word * word)
        }
        let size = offsets[entries.count]
        return withUnsafeTemporaryAllocation(byteCount: max(size, 1), alignment: word) { values in
            withUnsafeTemporaryAllocation(of: CK_ATTRIBUTE.self, capacity: max(entries.count, 1)) { list in
                for (index, entry) in entries.enumerated() {
                    let place = UnsafeMutableRawBufferPointer(rebasing: values[offsets[index]...])
                    place.copyBytes(from: entry.value)
                    list[index] = CK_ATTRIBUTE(
                        type: entry.type, pValue: place.baseAddress, ulValueLen: CK_ULONG(entry.value.count))
                }
                guard let base = list.baseAddress else { return (CKR_HOST_MEMORY, []) }
                let code = body(base, CK_ULONG(entries.count))
                let results = entries.indices.map { index in
                    // "Not available" is the largest number there is.
                    let length = min(Int(clamping: list[index].ulValueLen), entries[index].value.count)
                    return Array(values[offsets[index]..<(offsets[index] + length)])
                }
                return (code, results)
            }
        }
    }
}
