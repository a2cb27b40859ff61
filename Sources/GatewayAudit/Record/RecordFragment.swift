/// A run of fields formatted ahead, to be copied into many records.
struct RecordFragment: Hashable, Sendable {
    let bytes: [UInt8]

    init(_ write: (inout RecordBuffer) -> Void) {
        var buffer = RecordBuffer(capacity: 1024)
        write(&buffer)
        bytes = buffer.withBytes { Array($0) }
    }
}
