internal import GatewayHTTP1
internal import GatewayIdentity
internal import GatewayPolicy

/// Reads off an answer what its console says that it counts as.
///
/// Whether that is more than the console itself counts as is for the policy: a label only raises (compliance profile nct-2025-04, semantics 4; T15).
/// Trailers have no say: when they come, the content has left.
struct AnswerLabel: Sendable {
    /// In lower case.
    private let name: [UInt8]

    init(_ header: LabelHeader) { name = Array(header.text.lowercased().utf8) }

    /// Of several fields the highest counts.
    ///
    /// - Returns: `nil` when the answer says nothing.
    func grade(in head: ResponseHead, _ bytes: UnsafeRawBufferPointer) -> Grade? {
        var highest: Grade?
        for field in head.fields where isName(bytes[field.spelledName]) {
            let said = Grade(label: bytes[field.value])
            highest = max(highest ?? said, said)
        }
        return highest
    }

    private func isName(_ spelled: UnsafeRawBufferPointer) -> Bool {
        spelled.count == name.count
            && zip(spelled, name).allSatisfy { byte, mine in
                byte == mine || (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains(byte) && byte | 0x20 == mine
            }
    }
}
