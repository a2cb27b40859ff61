import Testing

@Suite struct `A document` {
    @Test func `links to files that are there`() throws {
        for document in try DocumentTree.documents() {
            for link in document.links {
                let place = document.place(of: link)
                #expect(
                    place.map(DocumentTree.holds) ?? false, "\(document.path):\(link.line): there is no \(link.file)")
            }
        }
    }

    @Test func `links to headings that are there`() throws {
        let documents = try DocumentTree.documents()
        for document in documents {
            for link in document.links {
                guard let heading = link.heading, let place = document.place(of: link) else { continue }
                let target = documents.first { $0.path == place }
                #expect(
                    target?.headings.contains(heading) ?? false,
                    "\(document.path):\(link.line): \(place) has no heading #\(heading)")
            }
        }
    }

    @Test func `of the folder docs is named in the list of documents`() throws {
        let documents = try DocumentTree.documents()
        let list = try #require(documents.first { $0.path == "docs/README.md" })
        let listed = Set(list.links.compactMap(list.place) + [list.path])
        for document in documents where document.path.hasPrefix("docs/") {
            #expect(listed.contains(document.path), "docs/README.md does not name \(document.path)")
        }
    }
}
