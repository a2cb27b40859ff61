import GatewayAccess
import GatewayDesk
import GatewayIdentity
import GatewayReview
import GatewayStore
import GatewayStoreSQLite
import GatewayTesting
import Testing

/// Compliance profile nct-2025-04, 2.9.
@Suite struct `A review at the desk's API` {
    private static let period = ReviewInterval.month.period(at: Sample.start - .seconds(31 * 86400))
    private static let path = "/api/v1/review-tasks/access_records-\(period.name)"
    private static let sheet = ReviewSheet(
        .accessRecords, period,
        [ReviewSheet.Table(.newSources, [.account, .source], [["kim-7f3a", "203.0.113.7"]])])

    private func room() async throws -> DeskRoom {
        let room = try await DeskRoom()
        await room.add("choi-51be", "최", "auditor", of: "한빛")
        let task = ReviewTask(
            .accessRecords, Self.period, due: room.clock.now + .seconds(86400), madeAt: room.clock.now)
        _ = try await room.store.make(task)
        _ = try await room.store.put(Self.sheet, into: task.id)
        return room
    }

    private func auditor(_ room: DeskRoom) -> DeskActor { room.administrator(["auditor"], named: "choi-51be") }

    private static func order(_ sheet: String?) -> String {
        let answers = ReviewKind.accessRecords.checklist.map { #""\#($0.rawValue)": "sound""# }.joined(separator: ", ")
        let named = sheet.map { #""sheet_sha256": "\#($0)", "# } ?? ""
        return #"{"answers": {\#(answers)}, \#(named)"reason": "monthly review"}"#
    }

    @Test func `is shown to everybody with the same digest, also where parts are hidden`() async throws {
        let room = try await room()
        let whole = await room.get(Self.path, as: room.administrator()).text
        let part = await room.get(Self.path, as: auditor(room)).text
        #expect(whole.contains("203.0.113.7") && !part.contains("203.0.113.7"))
        for answer in [whole, part] { #expect(answer.contains(#""sheet_sha256":"\#(Self.sheet.sha256.hex)""#)) }
    }

    @Test func `is signed by the digest of what was seen, which the answer and the record name`() async throws {
        let room = try await room()
        let signed = await room.post(Self.path + "/sign", Self.order(Self.sheet.sha256.hex), as: auditor(room))
        #expect(signed.status == 200)
        #expect(signed.text.split(separator: #""sheet_sha256":"\#(Self.sheet.sha256.hex)""#).count == 3)
        #expect(room.record.events(.reviewSigned).map { $0.details["sheet"] } == [Self.sheet.sha256.hex])
    }

    @Test(arguments: [
        (Sample.digest(9).hex, 409, "look at it again"), (nil, 400, "sheet_sha256"), ("ab", 400, "SHA-256"),
    ])
    func `is not signed under another sheet, or under none`(sheet: String?, status: Int, words: String) async throws {
        let room = try await room()
        let answer = await room.post(Self.path + "/sign", Self.order(sheet), as: auditor(room))
        #expect(answer.status == status && answer.text.contains(words), "\(answer.text)")
        #expect(room.record.events(.reviewSigned).isEmpty)
        #expect(try await room.store.reviews(limit: 9).allSatisfy { $0.signOff == nil })
    }
}
