import GatewayPolicy

/// Where in the files each thing of a policy stands.
struct PolicyPositions: Sendable {
    private var places: [PolicyPlace: SourcePosition] = [:]
    private var sections: [PolicyPlace.Section: SourcePosition] = [:]
    /// For what stands nowhere.
    var otherwise: SourcePosition

    init(_ otherwise: SourcePosition) { self.otherwise = otherwise }

    mutating func note(_ place: PolicyPlace, at position: SourcePosition) { places[place] = position }

    /// A section can be spread over files; what is missing from it is missing from its beginning.
    mutating func note(_ section: PolicyPlace.Section, at position: SourcePosition) {
        sections[section] = sections[section] ?? position
    }

    subscript(place: PolicyPlace) -> SourcePosition? { places[place] }

    /// The key, or else its entry, its section, the first file.
    func position(of place: PolicyPlace) -> SourcePosition {
        places[place] ?? places[PolicyPlace(place.section, place.id)] ?? sections[place.section] ?? otherwise
    }
}
