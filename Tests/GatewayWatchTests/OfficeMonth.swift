import GatewayIdentity
import GatewayPolicy
import GatewayWatch

/// What a hundred people of a quiet office do in thirty days, by a seed: ninety of the house, ten partners.
///
/// They come late and leave early, mistype codes, follow dead links, work from home, at night now and then, travel and have holidays.
struct OfficeMonth {
    private static let day = 86400
    /// Sunday 2026-11-01, 00:00 in Korea.
    static let start = UnixTime(seconds: 1_793_458_800)

    private var random: SplitMix
    private(set) var events: [WatchedEvent] = []

    init(seed: UInt64) {
        random = SplitMix(state: seed)
        for number in 0..<100 { live(Worker(number: number)) }
        events.sort { ($0.at, $0.person.text) < ($1.at, $1.person.text) }
        for index in events.indices { events[index].mark = EventMark(high: 1, low: UInt64(index)) }
    }

    struct Worker {
        let number: Int
        var isPartner: Bool { number >= 90 }
        var name: AccountName { AccountName(stored: "\(isPartner ? "partner" : "staff")-\(number)") }
        var roles: Set<RoleName> {
            if isPartner { return ["foreign_partner"] }
            return number < 4 ? ["privileged_admin"] : ["staff"]
        }
        var office: String { isPartner ? "10.77.0.\(number)" : "10.20.\(number % 8).\(number + 10)" }
        var home: String { "211.\(40 + number).7.9" }
    }

    private mutating func chance(_ perMille: Int) -> Bool { random.next(below: 1000) < perMille }

    private mutating func live(_ worker: Worker) {
        var away = 0
        for day in 0..<30 {
            let isWeekend = day % 7 == 0 || day % 7 == 6
            if away > 0 {
                away -= 1
                continue
            }
            // A week of holidays.
            if !isWeekend, chance(8) { away = 5 }
            guard isWeekend ? !worker.isPartner && chance(30) : chance(940) else { continue }
            work(worker, on: day)
        }
    }

    private mutating func work(_ worker: Worker, on day: Int) {
        let isHome = !worker.isPartner && chance(150)
        let begin = day * Self.day + 8 * 3600 + 600 + random.next(below: 5400)
        var second = begin
        for _ in 0..<(1 + random.next(below: 3)) {
            // A mistyped code, once, rarely twice.
            while chance(60) {
                add(.codeFailed, worker, second, isHome)
                second += 15
            }
            add(.signIn, worker, second, isHome)
            for _ in 0..<(10 + random.next(below: worker.isPartner ? 20 : 50)) {
                second += 5 + random.next(below: 240)
                visit(worker, second, isHome)
            }
            second += 1800 + random.next(below: 3600)
            // Everybody is gone by half past six.
            if second > day * Self.day + 17 * 3600 { break }
        }
        // Somebody of the house comes back in the evening.
        if !worker.isPartner, worker.number >= 4, chance(20) {
            add(.signIn, worker, day * Self.day + 21 * 3600, true)
            visit(worker, day * Self.day + 21 * 3600 + 60, true)
        }
    }

    private mutating func visit(_ worker: Worker, _ second: Int, _ isHome: Bool) {
        guard second % Self.day < 18 * 3600 + 3000 || second % Self.day >= 21 * 3600 else { return }
        let path = "/project/\(random.next(below: worker.isPartner ? 30 : 80))"
        if chance(10) { return add(.answered(path: path + "/gone", status: 404, bytes: 300), worker, second, isHome) }
        if chance(6) { return add(.refused(path: "/iam"), worker, second, isHome) }
        let bytes = chance(20) ? 4_000_000 + random.next(below: 8_000_000) : 2000 + random.next(below: 200_000)
        add(.answered(path: path, status: 200, bytes: bytes), worker, second, isHome)
    }

    private mutating func add(_ deed: WatchedEvent.Deed, _ worker: Worker, _ second: Int, _ isHome: Bool) {
        events.append(
            WatchedEvent(
                deed, by: worker.name, roles: worker.roles, at: Self.start + .seconds(second),
                console: deed == .signIn || deed == .codeFailed ? nil : "fab",
                grade: deed == .signIn || deed == .codeFailed ? nil : .classified,
                source: NetworkAddress(isHome ? worker.home : worker.office), country: CountryCode("KR"),
                device: "KT-\(worker.number)", certificate: "key-\(worker.number)"))
    }
}
