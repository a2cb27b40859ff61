import GatewayAccess
import GatewayFactors
import GatewayIdentity
import GatewayLimits
import GatewayPages
import GatewaySessions
import GatewayStore

/// One person: what is known of them, what they hold, and what can be done.
struct PersonPage {
    let visit: DeskVisit
    let name: AccountName

    private func say(_ words: Words) -> String { visit.say(words) }

    func page() async throws -> DeskPage {
        let reader = try visit.reader()
        let details = try await visit.administration.details(of: name, readBy: reader, requestID: visit.requestID)
        let requests = try await visit.administration.requests(for: name, readBy: reader, requestID: visit.requestID)
        var page = DeskPage(name.text, at: .people)
        page.lead = visit.name(details.account.displayName)
        page.up = Link(say(FrameWords.people), .people)
        page.sections = [
            about(details), actions(details), bindings(details), devices(details), locks(details), grants(details),
            SessionRows(visit).section(details.sessions, anchor: "sessions", title: PeopleWords.sessions),
            RequestRows(visit).history(requests),
        ].compactMap(\.self)
        return page
    }

    private func about(_ details: AccountDetails) -> Section {
        let account = details.account
        var facts: [(String, [Piece])] = [
            (say(ColumnWords.state), [.tag(say(account.state.words), account.state.tone)]),
            (say(ColumnWords.roles), visit.roles(account.roles)),
            (say(ColumnWords.organisation), [.text(account.organisation)]),
            (say(ColumnWords.use), [.text(say(account.use.words))]),
            (say(ColumnWords.language), [.code(account.language.rawValue)]),
            (say(ColumnWords.created), [visit.time(account.createdAt)]),
            (say(ColumnWords.contact), [.text(details.contact.map(visit.mail) ?? say(FrameWords.none))]),
            (say(ColumnWords.codesLeft), [.text("\(details.recoveryCodesLeft)")]),
        ]
        if let terms = details.terms {
            facts += [
                (say(ColumnWords.owner), [visit.person(terms.owner)]),
                (say(ColumnWords.networks), terms.networks.map { .code($0.description) }),
                (say(ColumnWords.until), [visit.time(terms.until)]),
            ]
        }
        var section = Section("about", say(PeopleWords.about), facts: facts)
        section.more = LinkList([Link(say(PeopleWords.records), .records, [("person", name.text)])])
        return section
    }

    private func actions(_ details: AccountDetails) -> Section? {
        let links = PersonOrderKind.allCases.filter { $0.isOffered(to: details) }.compactMap { kind in
            visit.change(kind.words.title, .personOrder(kind, name), isGrave: kind.isGrave)
        }
        guard let list = LinkList(links) else { return nil }
        var section = Section("actions", say(PeopleWords.actions))
        section.more = list
        return section
    }

    private func bindings(_ details: AccountDetails) -> Section {
        var section = Section(
            "bindings", say(PeopleWords.bindings), [say(ColumnWords.binding), say(ColumnWords.created), ""],
            details.bindings.map { binding in
                let remove = Link(
                    say(PersonOrderKind.unbind.words.title), .personOrder(.unbind, name),
                    [("binding", binding.reference.text)])
                return [
                    [.code(binding.reference.text)], [visit.time(binding.boundAt)],
                    visit.mayChange ? [Piece(linkTo: remove)] : [],
                ]
            }, empty: say(PeopleWords.noBindings))
        section.more = LinkList(
            [visit.change(PersonOrderKind.bind.words.title, .personOrder(.bind, name))].compactMap(\.self))
        return section
    }

    private func devices(_ details: AccountDetails) -> Section {
        Section(
            "devices", say(PeopleWords.devices),
            [
                say(ColumnWords.kind), say(ColumnWords.label), say(ColumnWords.serial), say(ColumnWords.state),
                say(ColumnWords.created), say(ColumnWords.lastUse),
            ],
            details.devices.map { device in
                let authenticator = device.authenticator
                return [
                    [.text(say(authenticator.kind.words))], [.text(authenticator.label)],
                    authenticator.serial.map { [.code($0)] } ?? [], [.tag(say(authenticator.state.words))],
                    [visit.time(authenticator.createdAt)], [visit.time(device.lastUsed, else: FrameWords.never)],
                ]
            }, empty: say(PeopleWords.noDevices))
    }

    private func locks(_ details: AccountDetails) -> Section {
        let attempts: [[[Piece]]] = details.attemptLocks.sorted { $0.key < $1.key }.map { kind, lock in
            [
                [.text(kind.phrase.text(in: visit.language))], [.tag(lock.text(in: visit.language), .bad)],
                [.text(say(PeopleWords.failures))],
            ]
        }
        let emergency: [[[Piece]]] = details.emergencyLocks.map { lock in
            [
                [.text(say(lock.target.words)), .code(lock.target.named)],
                [lock.until.map { visit.time($0) } ?? .tag(say(LockWords.untilLifted), .bad)],
                [visit.person(lock.by), .text(lock.reason)],
            ]
        }
        return Section(
            "locks", say(PeopleWords.locks),
            [say(ColumnWords.target), say(ColumnWords.until), say(ColumnWords.reason)],
            attempts + emergency, empty: say(PeopleWords.noLocks))
    }

    private func grants(_ details: AccountDetails) -> Section {
        GrantRows(visit).section(
            details.grants, anchor: "grants", title: PeopleWords.grants, empty: PeopleWords.noGrants)
    }
}
