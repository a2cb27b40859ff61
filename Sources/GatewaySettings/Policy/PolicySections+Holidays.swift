import GatewayIdentity
import GatewayPolicy

extension PolicySections {
    mutating func readHolidays(_ cursor: YAMLCursor) {
        for (name, value) in cursor.named("lists of dates by name") ?? [] {
            guard let id = name.policyName(of: HolidaySet.self), claim(.holidays, id.text, at: name.position),
                let dates = value.set(of: "dates", { $0.date() })
            else { continue }
            definition.holidays[id] = HolidaySet(dates)
        }
    }

    /// The dates of a window, or the name of a set that stands in another place, or file, and may be read later.
    mutating func holidays(of window: WindowName, _ cursor: YAMLCursor) -> Set<CivilDate>? {
        if case .list = cursor.value.content { return cursor.set(of: "dates") { $0.date() } }
        if case .scalar(let text, _) = cursor.value.content, CivilDate(text) != nil {
            cursor.report(.wrongShape(expected: "a list of dates, such as [\(text)]"))
            return nil
        }
        guard let name = cursor.policyName(of: HolidaySet.self) else { return nil }
        namedHolidays.append(.init(window: window, set: name, at: cursor))
        return []
    }

    /// Puts the dates of the sets into the windows that name them.
    mutating func settleHolidays() {
        for mention in namedHolidays {
            guard let window = definition.windows[mention.window] else { continue }
            guard let set = definition.holidays[mention.set] else {
                mention.at.report(unknown(mention.set))
                continue
            }
            definition.windows[mention.window] = AccessWindow(
                days: window.days, hours: window.hours, zone: window.zone, holidays: set.dates)
        }
    }

    private func unknown(_ name: HolidaySetName) -> SettingsProblem.What {
        let known = definition.holidays.keys.map(\.text).sorted()
        let nearest = Spelling.nearest(to: name.text, among: known).map { " (did you mean '\($0)'?)" } ?? ""
        let list = known.isEmpty ? "none is there" : "one of " + known.joined(separator: ", ")
        return .badValue(name.text, expected: "a list of dates, or a set under 'holidays': \(list)\(nearest)")
    }
}

/// A window that names a set of holidays.
struct NamedHolidays {
    let window: WindowName
    let set: HolidaySetName
    let at: YAMLCursor
}
