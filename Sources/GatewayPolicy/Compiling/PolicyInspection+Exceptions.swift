import GatewayIdentity

extension PolicyInspection {
    mutating func inspectExceptions() {
        let rules = Dictionary(definition.rules.map { ($0.id, $0) }, uniquingKeysWith: { first, _ in first })
        for (name, exception) in definition.exceptions.sorted(by: { $0.key < $1.key }) {
            inspectTime(of: exception, name)
            if exception.accounts == .only([]) { report(.emptyList, at: .exception(name, "accounts")) }
            if exception.zones.isEmpty, exception.windows.isEmpty { report(.asksForNothing, at: .exception(name)) }
            for zone in exception.zones.sorted() {
                requireKnown(zone, among: definition.zones.keys, at: .exception(name, "zones"))
            }
            for window in exception.windows.sorted() {
                requireKnown(window, among: definition.windows.keys, at: .exception(name, "windows"))
            }
            if let rule = rules[exception.rule] {
                inspect(exception, name, to: rule)
            } else {
                requireKnown(exception.rule, among: rules.keys, at: .exception(name, "to"))
            }
        }
    }

    private mutating func inspectTime(of exception: RuleException, _ name: ExceptionName) {
        let longest = definition.defaults.longestException
        if exception.expires <= exception.from { report(.endsBeforeItBegins, at: .exception(name, "expires")) }
        if exception.expires - exception.from > longest {
            report(.exceptionTooLong(days: longest.wholeSeconds / 86400), at: .exception(name, "expires"))
        }
    }

    /// An allow rule that holds everywhere, or always, cannot be widened: whoever wrote the exception thought of another rule.
    private mutating func inspect(_ exception: RuleException, _ name: ExceptionName, to rule: Rule) {
        guard case .allow(let conditions) = rule.effect else { return }
        if !exception.zones.isEmpty, conditions.zones == .all {
            report(.nothingToRelax(rule.id), at: .exception(name, "zones"))
        }
        if !exception.windows.isEmpty, conditions.windows == .all {
            report(.nothingToRelax(rule.id), at: .exception(name, "windows"))
        }
    }
}
