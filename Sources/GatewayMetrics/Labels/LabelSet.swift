/// The labels of a family: a closed set of rows, fixed when the program is built, so that nobody outside can make a new time series.
///
/// `NoLabels`, one `Label`, or a `Pair` of two. Names that come from files are another matter: see `NameRoll`.
public protocol LabelSet: Sendable {
    /// Names of the labels, `[a-z_]+`.
    static var labelNames: [String] { get }
    /// The values of each row, in the order of their places; each as long as `labelNames`.
    static var rows: [[String]] { get }
    /// How many rows there are for each value of the first label. Not free; asked once, and kept by the family.
    static var stride: Int { get }
    /// Whether rows stand in the text before they have counted anything: an alarm sees the first step then. Not where most never will.
    static var isShownFromZero: Bool { get }
    /// The place of this row among all.
    func place(stride: Int) -> Int
}

extension LabelSet {
    public static var isShownFromZero: Bool { true }
}

/// One label, whose values are the cases of an enumeration.
public protocol Label: LabelSet, CaseIterable {
    static var labelName: String { get }
    /// The value as it is shown.
    var text: String { get }
    /// The place among all cases.
    var ordinal: Int { get }
}

extension Label {
    public static var labelNames: [String] { [labelName] }
    public static var rows: [[String]] { allCases.map { [$0.text] } }
    public static var stride: Int { 1 }
    @inlinable public func place(stride: Int) -> Int { ordinal }
}

/// Raw values that count from 0, as Swift gives them when none are written.
extension Label where Self: RawRepresentable, RawValue == Int {
    @inlinable public var ordinal: Int { rawValue }
}

/// A family of one series.
@frozen
public struct NoLabels: LabelSet {
    public static var labelNames: [String] { [] }
    public static var rows: [[String]] { [[]] }
    public static var stride: Int { 1 }
    @inlinable public func place(stride: Int) -> Int { 0 }
    @inlinable public init() {}
}

/// Two labels, every value of one with every value of the other.
@frozen
public struct Pair<First: Label, Second: Label>: LabelSet {
    public let first: First
    public let second: Second

    @inlinable
    public init(_ first: First, _ second: Second) {
        self.first = first
        self.second = second
    }

    public static var labelNames: [String] { [First.labelName, Second.labelName] }
    public static var rows: [[String]] {
        First.allCases.flatMap { first in Second.allCases.map { [first.text, $0.text] } }
    }
    public static var stride: Int { Second.allCases.count }
    public static var isShownFromZero: Bool { First.isShownFromZero && Second.isShownFromZero }
    @inlinable public func place(stride: Int) -> Int { first.ordinal &* stride &+ second.ordinal }
}
