/// Reads Prometheus text format 0.0.4 and lets nothing pass that the format does not name.
///
/// Written from the description at <https://prometheus.io/docs/instrumenting/exposition_formats/>, not from the writer: families in one
/// piece, HELP before TYPE before samples, names and escapes by their grammar, no series twice, histograms that add up.
struct StrictReader {
    struct Problem: Error {
        let line: Int
        let what: String
    }

    struct Family {
        let name: String
        let help: String
        let kind: String
        var samples: [Sample] = []
    }

    struct Sample {
        let name: String
        let labels: [String: String]
        let value: Double
    }

    private(set) var families: [Family] = []
    private var seen: Set<String> = []
    private var line = 0

    static func read(_ text: String) throws -> [Family] {
        var reader = StrictReader()
        guard text.utf8.last == 0x0A else { throw Problem(line: 0, what: "no line feed at the end") }
        for line in text.unicodeScalars.split(separator: "\n", omittingEmptySubsequences: false).dropLast() {
            try reader.take(String(line))
        }
        for family in reader.families { try reader.check(family) }
        return reader.families
    }

    private mutating func take(_ text: String) throws {
        line += 1
        if text.hasPrefix("# HELP ") {
            let parts = text.dropFirst(7).split(separator: " ", maxSplits: 1, omittingEmptySubsequences: false)
            guard parts.count == 2, isName(parts[0]) else { throw problem("HELP without a name or a text") }
            guard !families.contains(where: { $0.name == parts[0] }) else { throw problem("\(parts[0]) stands twice") }
            families.append(Family(name: String(parts[0]), help: try unescaped(parts[1], quotes: false), kind: ""))
        } else if text.hasPrefix("# TYPE ") {
            let parts = text.dropFirst(7).split(separator: " ", omittingEmptySubsequences: false)
            guard parts.count == 2, let last = families.last, parts[0] == last.name, last.kind.isEmpty,
                ["counter", "gauge", "histogram"].contains(parts[1])
            else { throw problem("TYPE not behind its HELP, or of no kind") }
            families[families.count - 1] = Family(name: last.name, help: last.help, kind: String(parts[1]))
        } else {
            try takeSample(text)
        }
    }

    private mutating func takeSample(_ text: String) throws {
        let name = text.prefix { $0 != "{" && $0 != " " }
        guard isName(name), let family = families.last, !family.kind.isEmpty, belongs(name, to: family) else {
            throw problem("a sample outside its family: \(text)")
        }
        var rest = text.dropFirst(name.count)
        let labels = rest.first == "{" ? try labels(from: &rest) : [:]
        guard rest.first == " ", let value = number(rest.dropFirst()) else { throw problem("no number: \(text)") }
        let series = "\(name) \(labels.sorted { $0.key < $1.key })"
        guard seen.insert(series).inserted else { throw problem("the series \(series) stands twice") }
        families[families.count - 1].samples.append(Sample(name: String(name), labels: labels, value: value))
    }

    private func labels(from rest: inout Substring) throws -> [String: String] {
        var labels: [String: String] = [:]
        repeat {
            rest = rest.dropFirst()
            let name = rest.prefix { $0 != "=" }
            guard isName(name), !name.contains(":"), labels[String(name)] == nil else { throw problem("label \(name)") }
            rest = rest.dropFirst(name.count + 1)
            guard rest.first == "\"" else { throw problem("a label's value has no quotes") }
            rest = rest.dropFirst()
            var value = Substring()
            while let next = rest.first, next != "\"" {
                let length = next == "\\" ? 2 : 1
                value += rest.prefix(length)
                rest = rest.dropFirst(length)
            }
            labels[String(name)] = try unescaped(value, quotes: true)
            rest = rest.dropFirst()
        } while rest.first == ","
        guard rest.first == "}" else { throw problem("labels without an end") }
        rest = rest.dropFirst()
        return labels
    }

    private func belongs(_ name: Substring, to family: Family) -> Bool {
        switch family.kind {
        case "counter": name == family.name && name.hasSuffix("_total")
        case "histogram": ["_bucket", "_sum", "_count"].contains { name == family.name + $0 }
        case _: name == family.name
        }
    }

    /// Each row's buckets grow to the right, end in +Inf, and that is the count.
    private func check(_ family: Family) throws {
        guard family.kind == "histogram" else { return }
        let rows = Dictionary(grouping: family.samples) { $0.labels.filter { $0.key != "le" } }
        for (_, samples) in rows {
            let buckets = samples.filter { $0.name.hasSuffix("_bucket") }
            let bounds = buckets.compactMap { $0.labels["le"].flatMap { number($0[...]) } }
            let count = samples.first { $0.name.hasSuffix("_count") }?.value
            guard bounds.count == buckets.count, bounds == bounds.sorted(), bounds.last == .infinity,
                buckets.map(\.value) == buckets.map(\.value).sorted(), buckets.last?.value == count,
                samples.contains(where: { $0.name.hasSuffix("_sum") })
            else { throw Problem(line: 0, what: "\(family.name) does not add up") }
        }
    }

    // MARK: Tokens

    /// `[a-zA-Z_:][a-zA-Z0-9_:]*`
    private func isName(_ text: Substring) -> Bool {
        guard let first = text.utf8.first, !(0x30...0x39).contains(first) else { return false }
        return text.utf8.allSatisfy {
            (0x61...0x7A).contains($0) || (0x41...0x5A).contains($0) || (0x30...0x39).contains($0) || $0 == 0x5F
                || $0 == 0x3A
        }
    }

    private func number(_ text: Substring) -> Double? {
        switch text {
        case "+Inf": .infinity
        case "-Inf": -.infinity
        case "NaN": .nan
        case _: text.utf8.allSatisfy { "0123456789+-.e".utf8.contains($0) } ? Double(text) : nil
        }
    }

    private func unescaped(_ text: Substring, quotes: Bool) throws -> String {
        var plain = ""
        var scalars = text.unicodeScalars.makeIterator()
        while let scalar = scalars.next() {
            guard scalar == "\\" else {
                plain.unicodeScalars.append(scalar)
                continue
            }
            switch scalars.next() {
            case "\\": plain += "\\"
            case "n": plain += "\n"
            case "\"" where quotes: plain += "\""
            case let other: throw problem("no such escape: \(other.map(String.init) ?? "end")")
            }
        }
        return plain
    }

    private func problem(_ what: String) -> Problem { Problem(line: line, what: what) }
}
