public import GatewayIdentity

/// What is sound today, and runs out.
public enum CalendarDoubt: Hashable, Sendable {
    /// A window lists holidays, and none of this year or later.
    case noHolidays(year: Int)
    case contract(lastDay: CivilDate, hasEnded: Bool, ConsoleContract.OnExpiry)
    case attestation(verifiedOn: CivilDate, hasEnded: Bool)
    /// A tag asks for somebody's word about double encryption.
    case noAttestation
    /// An exception to a rule.
    case exception(to: RuleID, expires: UnixTime, hasEnded: Bool)
}

extension PolicySnapshot {
    /// How long before something of a console ends it is told of: a contract 90 days (guide, user question 8), an attestation two weeks.
    private static var noticeOfContracts: Duration { .seconds(90 * 86400) }
    private static var noticeOfAttestations: Duration { .seconds(14 * 86400) }
    /// A week in which its owner can ask for another, or take leave of it.
    private static var noticeOfExceptions: Duration { .seconds(7 * 86400) }
    /// Holidays of a year are asked for from the December before.
    private static var noticeOfHolidays: Duration { .seconds(31 * 86400) }

    /// Apart from `PolicyLint`, because it depends on the day it is asked for.
    public func calendarDoubts(at now: UnixTime) -> [PolicyDoubt] {
        windowDoubts(at: now) + exceptionDoubts(at: now)
            + definition.consoles.sorted { $0.id < $1.id }.flatMap { hostingDoubts($0, at: now) }
    }

    private func windowDoubts(at now: UnixTime) -> [PolicyDoubt] {
        definition.windows.sorted { $0.key < $1.key }.compactMap { name, window in
            // Where no holiday is listed at all, none is meant.
            guard let newest = window.holidays.max() else { return nil }
            let soon = CivilTime(now + Self.noticeOfHolidays, offsetMinutes: window.zone.offsetMinutes).year
            guard newest.year < soon else { return nil }
            return PolicyDoubt(.init(.windows, name.text, "holidays"), .runsOut(.noHolidays(year: soon)))
        }
    }

    private func exceptionDoubts(at now: UnixTime) -> [PolicyDoubt] {
        definition.exceptions.sorted { $0.key < $1.key }.compactMap { name, exception in
            guard exception.expires <= now + Self.noticeOfExceptions else { return nil }
            let what = CalendarDoubt.exception(
                to: exception.rule, expires: exception.expires, hasEnded: exception.expires <= now)
            return PolicyDoubt(.exception(name, "expires"), .runsOut(what))
        }
    }

    private func hostingDoubts(_ console: Console, at now: UnixTime) -> [PolicyDoubt] {
        var doubts: [PolicyDoubt] = []
        if let contract = console.hosting.contract, let last = contract.lastDay, let end = contract.end,
            end <= now + Self.noticeOfContracts
        {
            let what = CalendarDoubt.contract(lastDay: last, hasEnded: end <= now, contract.onExpiry)
            doubts.append(PolicyDoubt(.console(console.id, "contract"), .runsOut(what)))
        }
        if let attestation = console.hosting.doubleEncryption {
            if attestation.end <= now + Self.noticeOfAttestations {
                let what = CalendarDoubt.attestation(
                    verifiedOn: attestation.verifiedOn, hasEnded: attestation.end <= now)
                doubts.append(PolicyDoubt(.console(console.id, "double_encryption"), .runsOut(what)))
            }
        } else if consoles[console.id]?.demandsAttestation == true {
            doubts.append(PolicyDoubt(.console(console.id), .runsOut(.noAttestation)))
        }
        return doubts
    }
}
