/// Reads field lines up to the empty one, in as many pieces as they come.
///
/// A resumable machine: it stops at the exact byte where the bytes end and goes on there, so that each byte is looked
/// at once however the head is cut, and so that every cut gives the same verdict.
struct FieldSection {
    private enum Phase {
        case lineStart, name, blanksBeforeValue, value
    }

    enum Step {
        /// The index behind the empty line.
        case complete(end: Int)
        case needsMore
        case refused(HeadProblem)
    }

    private var phase = Phase.lineStart
    private var lineStart = 0
    private var nameEnd = 0
    private var valueStart = 0
    private var position = 0

    /// Begins with the line at `start`.
    mutating func begin(at start: Int) {
        phase = .lineStart
        lineStart = start
        position = start
    }

    /// - Parameter bytes: the message from its first byte on: what was given before, and more.
    mutating func advance(over bytes: UnsafeRawBufferPointer, limits: HeadLimits, into fields: inout HeadFields) -> Step
    {
        while true {
            let end = Swift.min(bytes.count, limits.head, lineStart &+ limits.fieldLine)
            switch phase {
            case .lineStart:
                guard position < end else { return outOfBytes(bytes, limits) }
                if bytes[position] == ASCII.carriageReturn {
                    guard position &+ 1 < end else { return outOfBytes(bytes, limits) }
                    guard bytes[position &+ 1] == ASCII.lineFeed else { return .refused(.bareCarriageReturn) }
                    return .complete(end: position &+ 2)
                }
                if ASCII.isBlank(bytes[position]) { return .refused(.obsoleteLineFolding) }
                if fields.count == limits.fieldCount { return .refused(.tooManyFields) }
                phase = .name
                fallthrough

            case .name:
                position = bytes.firstOutside(.token, from: position, to: end)
                guard position < end else { return outOfBytes(bytes, limits) }
                guard bytes[position] == ASCII.colon, position > lineStart else {
                    return .refused(problemInName(bytes[position]))
                }
                nameEnd = position
                position &+= 1
                phase = .blanksBeforeValue
                fallthrough

            case .blanksBeforeValue:
                while position < end, ASCII.isBlank(bytes[position]) { position &+= 1 }
                guard position < end else { return outOfBytes(bytes, limits) }
                valueStart = position
                phase = .value
                fallthrough

            case .value:
                repeat {
                    position = bytes.firstControl(from: position, to: end)
                    guard position < end, bytes[position] == ASCII.tab else { break }
                    position &+= 1
                } while true
                guard position < end else { return outOfBytes(bytes, limits) }
                guard bytes[position] == ASCII.carriageReturn else {
                    return .refused(bytes[position] == ASCII.lineFeed ? .bareLineFeed : .fieldValueMalformed)
                }
                guard position &+ 1 < end else { return outOfBytes(bytes, limits) }
                guard bytes[position &+ 1] == ASCII.lineFeed else { return .refused(.bareCarriageReturn) }
                guard let name = FieldName.identified(ByteRange(lineStart, nameEnd), in: bytes) else {
                    return .refused(.fieldNameAmbiguous)
                }
                fields.append(finishedField(named: name, valueEnd: position, in: bytes))
                position &+= 2
                lineStart = position
                phase = .lineStart
            }
        }
    }

    @inline(__always)
    private func finishedField(named name: FieldName, valueEnd: Int, in bytes: UnsafeRawBufferPointer) -> Field {
        Field(
            line: ByteRange(lineStart, valueEnd &+ 2),
            nameLength: nameEnd &- lineStart,
            value: bytes.trimmingBlanks(from: valueStart, to: valueEnd),
            name: name)
    }

    /// The bytes end before the line does: more may come, unless a limit has been reached.
    private func outOfBytes(_ bytes: UnsafeRawBufferPointer, _ limits: HeadLimits) -> Step {
        if bytes.count >= lineStart + limits.fieldLine, limits.head > lineStart + limits.fieldLine {
            return .refused(.fieldTooLarge)
        }
        return bytes.count >= limits.head ? .refused(.headTooLarge) : .needsMore
    }

    private func problemInName(_ byte: UInt8) -> HeadProblem {
        switch byte {
        case ASCII.space, ASCII.tab: .spaceBeforeColon
        case ASCII.carriageReturn: .fieldNameMalformed
        case ASCII.lineFeed: position == lineStart ? .bareLineFeed : .fieldNameMalformed
        default: .fieldNameMalformed
        }
    }
}
