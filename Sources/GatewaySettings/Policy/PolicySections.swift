import GatewayIdentity
import GatewayPolicy

/// A policy while its files are read: what has been found so far, and where each thing stands.
///
/// A key that cannot be read may leave a gap here: the log knows of it, and nothing is taken into use unless the log is empty.
struct PolicySections {
    let site: PolicySite
    /// What file names inside the policy are relative to.
    let directory: String
    let log: ProblemLog
    var definition = PolicyDefinition()
    /// Settled when all files are read.
    var namedHolidays: [NamedHolidays] = []
    private(set) var positions: PolicyPositions
    private var profileAt: SourcePosition?
    var defaultsAt: SourcePosition?
    /// Of windows that name none. Where nothing is said at all, the time is Korean, as the guide's offices are.
    var usualZone = FixedZone.seoul
    var zonelessWindows: Set<WindowName> = []
    private var firstFile: SourcePosition?

    init(site: PolicySite, directory: String, log: ProblemLog) {
        self.site = site
        self.directory = directory
        self.log = log
        positions = PolicyPositions(SourcePosition(file: directory, line: 1, column: 1))
    }

    mutating func read(_ file: SettingsFile) {
        guard let root = YAMLDocument.read(file.text, file: file.name, log: log) else { return }
        if firstFile == nil {
            firstFile = root.position
            positions.otherwise = root.position
        }
        guard let document = YAMLCursor(value: root, log: log).mapping(.policyFile) else { return }
        document.requireVersion()
        if let profile = document.optional("profile") { readProfile(profile) }
        if let defaults = document.optional("defaults") { readDefaults(defaults) }
        for section in PolicyPlace.Section.allCases {
            guard let cursor = document.optional(section.rawValue) else { continue }
            positions.note(section, at: cursor.position)
            switch section {
            case .grades: readGrades(cursor)
            case .lockout: readLockouts(cursor)
            case .roles: readRoles(cursor)
            case .zones: readZones(cursor)
            case .holidays: readHolidays(cursor)
            case .windows: readWindows(cursor)
            case .tags: readTags(cursor)
            case .consoles: readConsoles(cursor)
            case .approvals: readApprovals(cursor)
            case .floors: readFloors(cursor)
            case .rules: readRules(cursor)
            case .exceptions: readExceptions(cursor)
            case .watch: readWatch(cursor)
            }
        }
    }

    /// What all files say together. Use it only when the log is empty.
    mutating func finish() -> PolicyDefinition {
        settleHolidays()
        if profileAt == nil, let firstFile { log.report(.missingKey("profile", in: "a policy"), at: firstFile) }
        for id in site.upstreams.keys.sorted() where !definition.consoles.contains(where: { $0.id == id }) {
            let known = definition.consoles.map(\.id.text).sorted()
            log.report(
                .unknownKey(
                    id.text, in: "the configuration's upstreams", nearest: Spelling.nearest(to: id.text, among: known),
                    known: known),
                at: firstFile ?? SourcePosition(file: directory, line: 1, column: 1))
        }
        var whole = definition
        whole.windows = windowsInTheirZones(definition.windows)
        return whole
    }

    private mutating func readProfile(_ cursor: YAMLCursor) {
        if let first = profileAt {
            cursor.report(.definedTwice("the profile", first: first))
        } else {
            profileAt = cursor.position
        }
        if let profile = cursor.choice(ProfileID.self) { definition.profile = profile }
    }

    // MARK: Places

    /// Consoles whose grade is not written.
    var unlabelled: Set<ConsoleID> {
        Set(definition.consoles.map(\.id).filter { positions[PolicyPlace(.consoles, $0.text, "grade")] == nil })
    }

    /// Notes where an entry and its keys stand.
    ///
    /// - Returns: `false` when the entry is defined already; the log has both places.
    mutating func claim(
        _ section: PolicyPlace.Section, _ id: String, at position: SourcePosition, keys: YAMLMapping? = nil
    ) -> Bool {
        let place = PolicyPlace(section, id)
        if let first = positions[place] {
            log.report(.definedTwice("\(section.rawValue) '\(id)'", first: first), at: position)
            return false
        }
        positions.note(place, at: position)
        for entry in keys?.entries ?? [] { positions.note(PolicyPlace(section, id, entry.key), at: entry.position) }
        return true
    }

    /// The compiler's finding, in terms of files.
    func problem(for defect: PolicyDefect) -> SettingsProblem {
        SettingsProblem(
            .defect("\(defect.place): \(defect)\(Self.suggestion(for: defect))"),
            at: positions.position(of: defect.place))
    }

    private static func suggestion(for defect: PolicyDefect) -> String {
        guard case .unknownName(let name, let known) = defect.what,
            let nearest = Spelling.nearest(to: name, among: known)
        else { return "" }
        return ". Did you mean '\(nearest)'?"
    }
}
