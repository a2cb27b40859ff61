import GatewayAccess
import GatewayDesk
import GatewayIdentity
import GatewayPages
import GatewayPolicy
import GatewayStore

/// How the node stands, who is in, what waits for somebody, what ends soon.
struct OverviewPage {
    let visit: DeskVisit
    private static let ahead: Int64 = 30
    private static let warningCount = 10

    func page() async throws -> DeskPage {
        let reader = try visit.reader(.readNode)
        var page = DeskPage(visit.say(FrameWords.overview), at: .overview)
        page.sections = [node]
        if visit.may(.readPolicy) || visit.may(.readPeople) { page.sections.append(try await work(reader)) }
        if visit.may(.readPeople) { page.sections += [try await sessions(reader), try await ending(reader)] }
        page.sections += [servers, channels]
        if visit.may(.readPeople) { page.sections.append(try await warnings(reader)) }
        return page
    }

    private func say(_ words: Words) -> String { visit.say(words) }

    private var node: Section {
        let (status, policy) = (visit.services.status(), visit.services.access.policy)
        var facts: [(String, [Piece])] = [
            (
                say(ColumnWords.state),
                [
                    status.isDraining
                        ? .tag(say(OverviewWords.draining), .warn) : .tag(say(OverviewWords.serving), .good)
                ]
            ),
            (say(OverviewWords.version), [.code(status.version)]),
            (say(ColumnWords.started), [visit.time(status.startedAt)]),
            (say(OverviewWords.people), [people]),
            (say(OverviewWords.policy), [.code(policy.sha256.hex)]),
            (say(OverviewWords.profile), [.code(policy.profile.rawValue)]),
            (say(OverviewWords.policyWarnings), [.text(say(FrameWords.count(policy.warnings.count)))]),
            (say(OverviewWords.trail), [.text(say(OverviewWords.trailWorks))]),
        ]
        if let at = status.policyTamperedAt {
            facts.append((say(PolicyPageWords.folder), [.tag(say(PolicyPageWords.tampered), .bad), visit.time(at)]))
        }
        if let trial = status.policyTrial {
            facts.append(
                (
                    say(PolicyPageWords.onTrial),
                    [
                        visit.may(.readPolicy)
                            ? .link(String(trial.draft.prefix(8)), .policy(.draft(trial.draft))) : .code(trial.draft),
                        .tag(say(PolicyPageWords.trialUntil)), visit.time(trial.until),
                    ]
                ))
        }
        let overdue = visit.services.reviews.standing.overdue
        if overdue > 0 {
            facts.append(
                (
                    say(ReviewTaskWords.overdueReviews),
                    [
                        .tag(say(FrameWords.count(overdue)), .bad),
                        visit.may(.readPeople)
                            ? .link(say(ReviewTaskWords.tasks), .reviewTask(.list)) : .text(say(ReviewTaskWords.tasks)),
                    ]
                ))
        }
        if !status.revocationAlarms.isEmpty {
            facts.append((say(OverviewWords.alarms), status.revocationAlarms.map { .tag($0, .bad) }))
        }
        return Section("node", say(OverviewWords.node), facts: facts)
    }

    private var people: Piece {
        switch visit.services.access.peopleReading {
        case .underWay: .tag(say(OverviewWords.reading), .warn)
        case .done: .text(say(OverviewWords.read))
        case .failed(let failure): .tag(failure.description, .bad)
        }
    }

    // MARK: What waits

    private func work(_ reader: Actor) async throws -> Section {
        var rows: [(Words, DeskPath, Int)] = []
        if visit.may(.readPolicy) {
            let drafts = try await visit.services.policies.drafts(readBy: reader, requestID: visit.requestID)
            rows.append((PolicyPageWords.openDrafts, .policy(.overview), drafts.count { $0.isUnderWay }))
        }
        if visit.may(.readPeople) { rows += try await workOnPeople(reader) }
        return Section(
            "work", say(OverviewWords.work),
            facts: rows.map { words, path, count in
                (say(words), [.link(say(FrameWords.count(count)), path)])
            })
    }

    private func workOnPeople(_ reader: Actor) async throws -> [(Words, DeskPath, Int)] {
        let administration = visit.administration
        let reviews = try await administration.reviews(readBy: reader, requestID: visit.requestID)
        let special = try await administration.specialAccounts(readBy: reader, requestID: visit.requestID)
        let requests = try await administration.openRequests(readBy: reader, requestID: visit.requestID)
        let resets = try await administration.resets(readBy: reader, requestID: visit.requestID)
        let tasks = try await visit.services.reviews.list(readBy: reader, requestID: visit.requestID)
        return [
            (ReviewTaskWords.openReviews, .reviewTask(.list), tasks.count { $0.signOff == nil }),
            (OverviewWords.openRequests, .requests, requests.count), (OverviewWords.openResets, .resets, resets.count),
            (OverviewWords.dueReviews, .reviews, reviews.count { $0.due <= visit.now }),
            (OverviewWords.dueChecks, .special, special.count { $0.checkDue <= visit.now }),
            (OverviewWords.locks, .locks, administration.counts.locks),
        ]
    }

    // MARK: Who is in

    private func sessions(_ reader: Actor) async throws -> Section {
        let access = visit.services.access
        let accounts = try await visit.administration.accounts(readBy: reader, requestID: visit.requestID)
        let roles = Dictionary(accounts.map { ($0.name, $0.roles) }, uniquingKeysWith: { first, _ in first })
        let sessions = try await visit.administration.sessions(readBy: reader, requestID: visit.requestID)
        var counts: [RoleName: [Grade: Int]] = [:]
        for session in sessions {
            let grade = access.gradeReached(in: session, at: visit.now)
            for role in roles[session.account] ?? [] { counts[role, default: [:]][grade, default: 0] += 1 }
        }
        let rows = counts.keys.sorted().map { role in
            [[Piece.tag(role.text)]]
                + Grade.allCases.map { [Piece.text("\(counts[role]?[$0] ?? 0)")] }
        }
        let grades = Grade.allCases.map { GradeView.name(of: $0, in: visit.language) }
        var section = Section(
            "sessions", say(OverviewWords.sessions), [say(ColumnWords.roles)] + grades, rows,
            empty: say(OverviewWords.noSessions))
        section.note = sessions.isEmpty ? nil : say(FrameWords.count(sessions.count))
        section.more = LinkList([Link(say(FrameWords.sessions), .sessions)])
        return section
    }

    // MARK: What ends

    private func ending(_ reader: Actor) async throws -> Section {
        let administration = visit.administration
        let limit = visit.now + .seconds(Self.ahead * 86400)
        let grants = try await administration.grants(readBy: reader, requestID: visit.requestID)
            .filter { $0.runs(at: visit.now) && $0.to <= limit }
        let services = try await administration.services(readBy: reader, requestID: visit.requestID)
            .filter { $0.standing == .running }
        let certificates = try await administration.certificates(
            endingWithin: Self.ahead, readBy: reader, requestID: visit.requestID)
        var ends: [(at: UnixTime, kind: Words, account: AccountName, more: Piece)] = []
        ends += grants.map { ($0.to, OverviewWords.grant, $0.account, .code($0.reference)) }
        ends += certificates.map { ($0.notAfter, OverviewWords.certificate, $0.account, .code($0.serial)) }
        ends += services.compactMap { service in
            guard let terms = service.terms, terms.until <= limit else { return nil }
            return (
                terms.until, OverviewWords.service, service.account.name, .text(visit.name(service.account.displayName))
            )
        }
        return Section(
            "ending", say(OverviewWords.ending),
            [say(ColumnWords.ends), say(ColumnWords.kind), say(ColumnWords.account), say(FrameWords.details)],
            ends.sorted { $0.at < $1.at }.map { end in
                [[visit.time(end.at)], [.text(say(end.kind))], [visit.person(end.account)], [end.more]]
            }, empty: say(OverviewWords.nothingEnds))
    }

    // MARK: The way out

    private var servers: Section {
        Section(
            "servers", say(OverviewWords.servers),
            [say(ColumnWords.console), say(ColumnWords.servers), say(ColumnWords.health), say(FrameWords.details)],
            visit.services.status().upstreams.filter { $0.state != .serving }.map { upstream in
                [
                    [visit.console(upstream.console)], [.code(upstream.url)],
                    [.tag(say(upstream.state.words), upstream.state.tone)], [.text(upstream.detail ?? "")],
                ]
            }, empty: say(OverviewWords.allServe))
    }

    private var channels: Section {
        Section(
            "channels", say(OverviewWords.channels),
            [
                say(OverviewWords.channel), say(ColumnWords.waiting), say(OverviewWords.lost),
                say(OverviewWords.lastSent),
                say(ColumnWords.state),
            ],
            visit.services.status().channels.map { channel in
                [
                    [.code(channel.name)], [.text("\(channel.waiting)")], [.text("\(channel.lost)")],
                    [visit.time(channel.lastSent, else: FrameWords.never)],
                    [channel.problem.map { .tag($0, .bad) } ?? .tag(say(OverviewWords.serving), .good)],
                ]
            }, empty: say(OverviewWords.noChannels))
    }

    private func warnings(_ reader: Actor) async throws -> Section {
        let warnings = try await visit.administration.recentWarnings(readBy: reader, requestID: visit.requestID)
        return Section(
            "warnings", say(OverviewWords.warnings),
            [say(ColumnWords.at), say(OverviewWords.severity), say(ColumnWords.event)],
            warnings.prefix(Self.warningCount).map { warning in
                [
                    [visit.time(warning.at)],
                    [.tag(warning.severity.rawValue, warning.severity >= .high ? .bad : .plain)],
                    [.text(warning.text(in: visit.language))],
                ]
            }, empty: say(OverviewWords.noWarnings))
    }
}
