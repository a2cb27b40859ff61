internal import CExpat

/// Reads XML 1.0 with namespaces by expat, into a tree. No document type, so no entities but the five of XML itself; nothing is fetched.
public enum XMLReader {
    /// In bytes.
    public static let sizeLimit = 8_388_608
    public static let elementLimit = 500_000
    public static let depthLimit = 32

    /// - Returns: the root.
    public static func document(_ bytes: [UInt8]) throws(XMLProblem) -> XMLElement {
        guard bytes.count <= sizeLimit else { throw XMLProblem(kind: .tooLarge, line: 1, column: 1) }
        guard let parser = Expat() else {
            throw XMLProblem(kind: .malformed("no memory for a parser"), line: 1, column: 1)
        }
        return try parser.document(bytes)
    }
}

/// Between a namespace and a name: a character that XML does not allow in either.
private let separator: UInt8 = 0x0C

/// Sole owner of one `XML_Parser`.
private struct Expat: ~Copyable {
    private let parser: OpaquePointer  // XML_Parser
    /// Kept alive for as long as expat may call it.
    private let builder: TreeBuilder

    init?() {
        guard let parser = XML_ParserCreateNS(nil, XML_Char(bitPattern: separator)) else { return nil }
        self.parser = parser
        builder = TreeBuilder(parser: parser)
    }

    deinit { XML_ParserFree(parser) }

    func document(_ bytes: [UInt8]) throws(XMLProblem) -> XMLElement {
        XML_SetUserData(parser, Unmanaged.passUnretained(builder).toOpaque())
        XML_SetElementHandler(
            parser, { TreeBuilder.of($0)?.begin($1, $2) }, { context, _ in TreeBuilder.of(context)?.end() })
        XML_SetCharacterDataHandler(parser) { TreeBuilder.of($0)?.text($1, $2) }
        XML_SetStartDoctypeDeclHandler(parser) { context, _, _, _, _ in TreeBuilder.of(context)?.stop(.documentType) }
        XML_SetProcessingInstructionHandler(parser) { context, _, _ in
            TreeBuilder.of(context)?.stop(.processingInstruction)
        }
        let status = bytes.withUnsafeBytes { bytes in
            XML_Parse(parser, bytes.baseAddress?.assumingMemoryBound(to: CChar.self), Int32(clamping: bytes.count), 1)
        }
        if let problem = builder.problem { throw problem }
        guard status == XML_STATUS_OK, let root = builder.root else {
            let text = XML_ErrorString(XML_GetErrorCode(parser)).map { String(cString: $0) } ?? "not well-formed"
            throw XMLProblem(kind: .malformed(text), at: parser)
        }
        return root
    }
}

/// What expat calls back: puts elements together. Bounded here, since expat bounds nothing.
private final class TreeBuilder {
    private let parser: OpaquePointer  // XML_Parser, whose owner owns this object
    private var open: [XMLElement] = []
    private var count = 0
    private(set) var root: XMLElement?
    private(set) var problem: XMLProblem?

    init(parser: OpaquePointer) { self.parser = parser }

    static func of(_ context: UnsafeMutableRawPointer?) -> TreeBuilder? {
        context.map { Unmanaged<TreeBuilder>.fromOpaque($0).takeUnretainedValue() }
    }

    func begin(_ name: UnsafePointer<XML_Char>?, _ attributes: UnsafeMutablePointer<UnsafePointer<XML_Char>?>?) {
        count += 1
        guard open.count < XMLReader.depthLimit else { return stop(.tooDeep) }
        guard count <= XMLReader.elementLimit else { return stop(.tooLarge) }
        open.append(
            XMLElement(
                name: Self.expanded(name), attributes: Self.read(attributes),
                line: Int(XML_GetCurrentLineNumber(parser)), column: Int(XML_GetCurrentColumnNumber(parser)) + 1))
    }

    func text(_ start: UnsafePointer<XML_Char>?, _ count: Int32) {
        guard !open.isEmpty else { return }
        let bytes = UnsafeRawBufferPointer(start: start, count: Int(count))
        open[open.count - 1].text += String(decoding: bytes, as: UTF8.self)
    }

    func end() {
        guard let element = open.popLast() else { return }
        if open.isEmpty { root = element } else { open[open.count - 1].children.append(element) }
    }

    func stop(_ kind: XMLProblem.Kind) {
        if problem == nil { problem = XMLProblem(kind: kind, at: parser) }
        XML_StopParser(parser, XML_Bool(XML_FALSE))
    }

    private static func expanded(_ name: UnsafePointer<XML_Char>?) -> XMLElement.Name {
        let text = name.map { String(cString: $0) } ?? ""
        guard let at = text.utf8.firstIndex(of: separator) else { return .init("", text) }
        return .init(String(text[..<at]), String(text[text.utf8.index(after: at)...]))
    }

    /// A list of names and values that ends with nothing.
    private static func read(_ list: UnsafeMutablePointer<UnsafePointer<XML_Char>?>?) -> [String: String] {
        var attributes: [String: String] = [:]
        guard var next = list else { return attributes }
        while let name = next.pointee, let value = next.advanced(by: 1).pointee {
            let expanded = expanded(name)
            if expanded.namespace.isEmpty { attributes[expanded.local] = String(cString: value) }
            next = next.advanced(by: 2)
        }
        return attributes
    }
}

extension XMLProblem {
    /// Where the parser is.
    fileprivate init(kind: Kind, at parser: OpaquePointer) {
        self.init(
            kind: kind, line: Int(XML_GetCurrentLineNumber(parser)),
            column: Int(XML_GetCurrentColumnNumber(parser)) + 1)
    }
}
