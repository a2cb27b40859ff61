internal import GatewayIdentity
internal import GatewayXML

/// An element of a key container, with the file that a problem names.
struct PSKCElement {
    let element: XMLElement
    let file: String

    var rules: SeedRules { SeedRules(file: file, place: place) }
    var place: SeedPlace { element.place }
    var local: String { element.name.local }

    /// The one child of that name, or `nil`; two are a problem, since nobody could say which one counts.
    func child(_ name: XMLElement.Name) throws(SeedProblem) -> PSKCElement? {
        let children = element.children(name)
        guard children.count <= 1 else {
            throw SeedProblem(file, children[1].place, "a second \(name.local)", expected: "one")
        }
        return children.first.map { PSKCElement(element: $0, file: file) }
    }

    func required(_ name: XMLElement.Name) throws(SeedProblem) -> PSKCElement {
        guard let child = try child(name) else {
            throw SeedProblem(file, place, "no \(name.local) in \(local)", expected: "one")
        }
        return child
    }

    func required(attribute: String) throws(SeedProblem) -> String {
        guard let value = element.attributes[attribute] else {
            throw SeedProblem(file, place, "no \(attribute) at \(local)", expected: "one")
        }
        return value
    }

    func children(_ name: XMLElement.Name) -> [PSKCElement] {
        element.children(name).map { PSKCElement(element: $0, file: file) }
    }

    /// Without the white space that documents are laid out with.
    var text: String {
        var text = element.text[...]
        while let first = text.first, first.isWhitespace { text = text.dropFirst() }
        while let last = text.last, last.isWhitespace { text = text.dropLast() }
        return String(text)
    }

    /// xs:base64Binary: white space anywhere. The value is never shown, since it may be a secret.
    func base64() throws(SeedProblem) -> [UInt8] {
        let characters = element.text.utf8.filter { ![0x20, 0x09, 0x0A, 0x0D].contains($0) }
        guard let bytes = Base64.decode(characters) else {
            throw SeedProblem(file, place, "the text of \(local)", expected: "base64")
        }
        return bytes
    }

    func time() throws(SeedProblem) -> UnixTime {
        guard let time = RFC3339.parse(text) else { throw rules.problem(local, text, "a time as 2026-11-22T00:00:00Z") }
        return time
    }
}

extension XMLElement {
    var place: SeedPlace { SeedPlace(line: line, column: column) }
}

extension XMLProblem {
    var place: SeedPlace { SeedPlace(line: line, column: column) }
}

/// RFC 4648 section 4, with padding.
private enum Base64 {
    static func decode(_ characters: [UInt8]) -> [UInt8]? {
        guard characters.count.isMultiple(of: 4) else { return nil }
        var body = characters[...]
        for _ in 0..<2 where body.last == UInt8(ascii: "=") { body = body.dropLast() }
        // The two alphabets differ in two characters; those of the other are foreign here.
        guard !body.contains(UInt8(ascii: "-")), !body.contains(UInt8(ascii: "_")) else { return nil }
        return Base64URL.decode(
            body.map { $0 == UInt8(ascii: "+") ? UInt8(ascii: "-") : $0 == UInt8(ascii: "/") ? UInt8(ascii: "_") : $0 })
    }
}
