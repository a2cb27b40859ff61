/// An element of a document that was read: its names are expanded by their namespaces.
public struct XMLElement: Hashable, Sendable {
    public struct Name: Hashable, Sendable {
        /// Empty where there is none.
        public let namespace: String
        public let local: String

        public init(_ namespace: String, _ local: String) {
            self.namespace = namespace
            self.local = local
        }
    }

    public let name: Name
    /// Those without a namespace, which is how documents mean them.
    public let attributes: [String: String]
    public internal(set) var children: [XMLElement] = []
    /// All the text right inside, in its order.
    public internal(set) var text = ""
    /// Where it begins, counted from 1; the column in bytes.
    public let line: Int
    public let column: Int

    public func children(_ name: Name) -> [XMLElement] { children.filter { $0.name == name } }
}

/// Why a text is no document that is taken, and where.
public struct XMLProblem: Error, Hashable, Sendable, CustomStringConvertible {
    public enum Kind: Hashable, Sendable {
        /// In expat's words.
        case malformed(String)
        /// A document type declaration, and so entities of its own or somebody else's files: nothing we read has one.
        case documentType
        /// An instruction to a program.
        case processingInstruction
        case tooDeep
        case tooLarge
    }

    public let kind: Kind
    /// Counted from 1; the column in bytes.
    public let line: Int
    public let column: Int

    public var description: String { "line \(line), column \(column): \(what)" }

    /// Without the place.
    public var what: String {
        switch kind {
        case .malformed(let text): text
        case .documentType: "a document type declaration, which is not taken"
        case .processingInstruction: "a processing instruction, which is not taken"
        case .tooDeep: "more than \(XMLReader.depthLimit) elements within each other"
        case .tooLarge: "more than \(XMLReader.sizeLimit) bytes or \(XMLReader.elementLimit) elements"
        }
    }
}
