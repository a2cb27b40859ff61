/// What one text says otherwise than another, line by line, in the order of reading.
struct LineDifference: Sendable {
    enum Turn: Hashable, Sendable {
        case stayed, added, removed
    }

    struct Line: Hashable, Sendable {
        let turn: Turn
        let text: String
    }

    /// Lines of the part that differs which are compared one by one. What is longer is told as gone and come, whole:
    /// comparing takes room that grows with the square of what differs.
    static let limit = 1000

    let lines: [Line]

    init(from old: String, to new: String) {
        let (before, after) = (Self.lines(of: old), Self.lines(of: new))
        let head = zip(before, after).prefix { $0 == $1 }.count
        let (oldRest, newRest) = (before.dropFirst(head), after.dropFirst(head))
        let tail = zip(oldRest.reversed(), newRest.reversed()).prefix { $0 == $1 }.count
        lines =
            before.prefix(head).map { Line(turn: .stayed, text: $0) }
            + Self.between(Array(oldRest.dropLast(tail)), Array(newRest.dropLast(tail)))
            + after.suffix(tail).map { Line(turn: .stayed, text: $0) }
    }

    /// A line feed at the end is no further line.
    static func lines(of text: String) -> [String] {
        let lines = text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
        return lines.last == "" ? lines.dropLast() : lines
    }

    private static func between(_ old: [String], _ new: [String]) -> [Line] {
        guard old.count + new.count <= limit else {
            return old.map { Line(turn: .removed, text: $0) } + new.map { Line(turn: .added, text: $0) }
        }
        var (gone, come): (Set<Int>, Set<Int>) = ([], [])
        for change in new.difference(from: old) {
            switch change {
            case .remove(let offset, _, _): gone.insert(offset)
            case .insert(let offset, _, _): come.insert(offset)
            }
        }
        var lines: [Line] = []
        var (here, there) = (0, 0)
        while here < old.count || there < new.count {
            if gone.contains(here) {
                lines.append(Line(turn: .removed, text: old[here]))
                here += 1
            } else if come.contains(there) {
                lines.append(Line(turn: .added, text: new[there]))
                there += 1
            } else {
                lines.append(Line(turn: .stayed, text: new[there]))
                (here, there) = (here + 1, there + 1)
            }
        }
        return lines
    }
}
