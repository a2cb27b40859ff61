/// Days on which offices are shut, under a name that windows share (`kr`).
public struct HolidaySet: Hashable, Sendable {
    public var dates: Set<CivilDate>

    public init(_ dates: Set<CivilDate>) { self.dates = dates }
}

public typealias HolidaySetName = PolicyName<HolidaySet>
