/// Files as they were just before they were last read, by who names them.
///
/// Which there are is known bit by bit: one names the next ones. A group is noted before its files are read, so that what changes meanwhile is seen
/// the next time.
struct WatchedFiles {
    enum Group {
        /// `gwanmun.yaml` itself.
        case configuration
        /// What it names.
        case material
        /// What the policy names, also one that could not be taken into use.
        case upstreams
    }

    private var paths: [Group: [String]]
    private var stamps: [Group: FileStamps]
    /// Groups that were found changed since they were last taken.
    private var changed: Set<Group> = []

    /// - Parameter paths: of what has been read.
    init(_ paths: [Group: [String]]) {
        self.paths = paths
        stamps = paths.mapValues { FileStamps(of: $0) }
    }

    var haveChanged: Bool { paths.contains { FileStamps(of: $0.value) != stamps[$0.key] } }

    mutating func note(_ named: [String], as group: Group) {
        let now = FileStamps(of: named)
        if paths[group] != named || stamps[group] != now { changed.insert(group) }
        paths[group] = named
        stamps[group] = now
    }

    /// All that is known, as it is now.
    mutating func noteAll() {
        for (group, named) in paths { note(named, as: group) }
    }

    /// - Returns: whether they changed since this was asked last.
    mutating func take(_ group: Group) -> Bool { changed.remove(group) != nil }
}
