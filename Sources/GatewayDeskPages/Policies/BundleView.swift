import GatewayIdentity

/// The files of a policy beside those of another: a row of names, and one of them with what is different in it.
struct BundleView {
    let visit: DeskVisit
    let path: DeskPath
    /// What the address asks for beside the file.
    var query: [(String, String)] = []
    let bundle: PolicyBundle
    /// `nil`: not held against anything.
    let base: PolicyBundle?

    static let fileParameter = "file"
    /// Lines of a file that a page shows.
    private static let lineLimit = 5000

    /// Those of both, by name.
    private var names: [String] { Set((bundle.files + (base?.files ?? [])).map(\.name)).sorted() }

    var section: Section {
        let names = names
        let asked = visit.query[Self.fileParameter]
        let open = names.first { $0 == asked } ?? names.first { mark(of: $0) != nil } ?? names.first
        var section = Section("files", visit.say(PolicyPageWords.files))
        section.tabs = TabList(
            tabs: names.map { name in
                TabList.Tab(
                    tabText: name, tabPath: path.link(query + [(Self.fileParameter, name)]) + "#files",
                    isOpen: name == open, tabMark: mark(of: name).map(visit.say))
            })
        if let open { show(open, in: &section) }
        return section
    }

    private func mark(of name: String) -> Words? {
        guard let base else { return nil }
        return switch (base.text(of: name), bundle.text(of: name)) {
        case (nil, _): PolicyPageWords.added
        case (_, nil): PolicyPageWords.removed
        case (let before, let after): before == after ? nil : PolicyPageWords.changed
        }
    }

    private func show(_ name: String, in section: inout Section) {
        let text = bundle.text(of: name) ?? ""
        let before = base.map { $0.text(of: name) ?? "" } ?? text
        let lines = LineDifference(from: before, to: text).lines
        if lines.count > Self.lineLimit { section.note = visit.say(PolicyPageWords.firstLines(Self.lineLimit)) }
        var number = 0
        section.source = SourceView(
            sourceName: name,
            lines: lines.prefix(Self.lineLimit).map { line in
                switch line.turn {
                case .stayed, .added: number += 1
                case .removed: break
                }
                return view(of: line, number)
            })
    }

    private func view(of line: LineDifference.Line, _ number: Int) -> SourceView.Line {
        switch line.turn {
        case .stayed: .init(number: number, lineText: line.text, turn: nil, turnText: nil)
        case .added:
            .init(number: number, lineText: line.text, turn: "added", turnText: visit.say(PolicyPageWords.addedLine))
        case .removed:
            .init(number: nil, lineText: line.text, turn: "removed", turnText: visit.say(PolicyPageWords.removedLine))
        }
    }
}

extension PolicyBundle {
    func text(of name: String) -> String? { files.first { $0.name == name }?.text }
}
