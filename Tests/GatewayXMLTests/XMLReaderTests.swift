import Testing

@testable import GatewayXML

@Suite struct `An XML document` {
    @Test func `is read with its namespaces, attributes, text and lines`() throws {
        let root = try read(
            """
            <?xml version="1.0" encoding="UTF-8"?>
            <!-- what it is -->
            <a xmlns="urn:x" xmlns:y="urn:y" n="1" y:n="2">
              <y:b>he<![CDATA[<llo]]> &amp; &#44032;</y:b>
              <c/>
            </a>
            """)
        #expect(root.name == .init("urn:x", "a") && root.attributes == ["n": "1"])
        #expect(root.line == 3 && root.column == 1)
        let b = try #require(root.children(.init("urn:y", "b")).first)
        #expect(b.text == "he<llo & 가" && b.line == 4 && b.column == 3)
        #expect(root.children.map(\.name) == [.init("urn:y", "b"), .init("urn:x", "c")])
    }

    @Test(arguments: [
        "<!DOCTYPE a [<!ENTITY x 'y'>]><a>&x;</a>", "<!DOCTYPE a SYSTEM 'file:///etc/passwd'><a/>",
        "<!DOCTYPE a PUBLIC 'p' 'http://example.org/a.dtd'><a/>", "<!DOCTYPE a><a/>",
    ])
    func `with a document type is refused before anything of it is read`(text: String) {
        let problem = #expect(throws: XMLProblem.self) { try read(text) }
        #expect(problem?.kind == .documentType && problem?.line == 1)
    }

    @Test func `with an instruction to a program is refused`() {
        #expect(throws: XMLProblem(kind: .processingInstruction, line: 2, column: 1)) {
            try read("<a>\n<?php echo 1 ?></a>")
        }
    }

    @Test(arguments: [
        "", "a", "<a>", "<a></b>", "<a/><b/>", "<a b='1' b='2'/>", "<y:a/>", "<a>&x;</a>", "<a>\u{1}</a>", "<a b=1/>",
        "<a><</a>",
    ])
    func `that is not well-formed is refused`(text: String) {
        #expect(throws: XMLProblem.self) { try read(text) }
    }

    @Test func `that is not in its encoding is refused`() {
        #expect(throws: XMLProblem.self) { try XMLReader.document(Array("<a>".utf8) + [0xFF] + Array("</a>".utf8)) }
        #expect(throws: XMLProblem.self) { try read("<?xml version='1.0' encoding='UTF-7'?><a/>") }
    }

    @Test func `is followed to its limits and no further`() throws {
        func nested(_ depth: Int) -> String {
            String(repeating: "<a>", count: depth) + String(repeating: "</a>", count: depth)
        }
        #expect(try read(nested(XMLReader.depthLimit)).name.local == "a")
        let tooDeep = XMLProblem(kind: .tooDeep, line: 1, column: XMLReader.depthLimit * 3 + 1)
        #expect(throws: tooDeep) { try read(nested(XMLReader.depthLimit + 1)) }
        let tooMany = XMLProblem(kind: .tooLarge, line: 1, column: (XMLReader.elementLimit - 1) * 4 + 4)
        #expect(throws: tooMany) {
            try read("<a>" + String(repeating: "<b/>", count: XMLReader.elementLimit) + "</a>")
        }
        #expect(throws: XMLProblem(kind: .tooLarge, line: 1, column: 1)) {
            try XMLReader.document(Array(repeating: 0x20, count: XMLReader.sizeLimit + 1))
        }
    }

    private func read(_ text: String) throws(XMLProblem) -> XMLElement { try XMLReader.document(Array(text.utf8)) }
}
