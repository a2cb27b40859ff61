import GatewayAccess
import GatewayIdentity
import GatewayStore

/// Emergency locks that hold.
struct LockPages {
    let visit: DeskVisit

    private func say(_ words: Words) -> String { visit.say(words) }

    func page() async throws -> DeskPage {
        let locks = try await visit.administration.locks(readBy: visit.reader(), requestID: visit.requestID)
        let slice = Slice(locks, page: visit.query["page"])
        var page = DeskPage(say(FrameWords.locks), at: .locks)
        var section = Section(
            "locks", say(FrameWords.locks),
            [
                say(ColumnWords.target), say(ColumnWords.reason), say(ColumnWords.by), say(ColumnWords.at),
                say(ColumnWords.until), "",
            ],
            slice.elements.map { lock in
                [
                    [.text(say(lock.target.words)), .code(lock.target.named)], [.text(lock.reason)],
                    [visit.person(lock.by)], [visit.time(lock.at)],
                    [visit.time(lock.until, else: LockWords.untilLifted)],
                    visit.mayChange ? [.link(say(LockWords.lift), .liftLock(lock.id))] : [],
                ]
            }, empty: say(LockWords.none))
        section.note = slice.note(in: visit.language)
        section.more = LinkList(
            [visit.change(LockWords.add, .newLock)].compactMap(\.self) + slice.links(.locks, [], in: visit.language))
        page.sections = [section]
        return page
    }
}
