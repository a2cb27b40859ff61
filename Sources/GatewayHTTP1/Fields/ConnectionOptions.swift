/// What the `Connection` fields of a head say (RFC 9110 § 7.6.1).
struct ConnectionOptions {
    private(set) var close = false
    private(set) var keepAlive = false
    private(set) var upgrade = false

    /// More options than any sender has use for. Each may cost a walk over all fields.
    private static let most = 16

    /// Reads every `Connection` field and marks the unknown fields it nominates.
    ///
    /// To nominate a field that is meant for the other end, or that only the gateway may set, is an attempt to make
    /// one of the two ends not see it; it is refused, not obeyed.
    static func read(from fields: inout HeadFields, in bytes: UnsafeRawBufferPointer) throws(HeadProblem) -> Self {
        var options = ConnectionOptions()
        guard let first = fields.firstIndex(of: .connection) else { return options }
        let end = fields.repeated.contains(.connection) ? fields.endIndex : first + 1
        var count = 0
        for index in first..<end where fields[index].name == .connection {
            var elements = ListElements(of: fields[index].value, in: bytes)
            while let option = elements.next() {
                count += 1
                guard count <= most else { throw .connectionOptionRefused }
                try options.note(option, nominatingIn: &fields, bytes)
            }
        }
        return options
    }

    private mutating func note(
        _ option: ByteRange, nominatingIn fields: inout HeadFields, _ bytes: UnsafeRawBufferPointer
    ) throws(HeadProblem) {
        if bytes.spells("keep-alive", at: option) {
            keepAlive = true
        } else if bytes.spells("close", at: option) {
            close = true
        } else if bytes.spells("upgrade", at: option) {
            upgrade = true
        } else {
            guard bytes[option].allSatisfy(ByteClass.token.contains) else { throw .connectionOptionRefused }
            switch FieldName.identified(option, in: bytes) {
            case .other?: fields.nominate(option, in: bytes)
            case let known? where FieldNameSet.hopByHop.subtracting([.transferEncoding]).contains(known): break
            case .some, nil: throw .connectionOptionRefused
            }
        }
    }
}
