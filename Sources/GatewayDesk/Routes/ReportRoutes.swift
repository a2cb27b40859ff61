internal import GatewayAccess
internal import GatewayIdentity
internal import GatewayReview
internal import Hummingbird

/// The register of reports that others made.
struct ReportRoutes: DeskRoutes {
    static let tag = DeskTag(
        name: "Reports",
        note: "What providers report of their checks, and looks for ways around the gate; overdue ones.")

    private let reports: Reports

    init(_ services: DeskServices) { reports = services.reports }

    static let operations: [DeskOperation<Self>] = [
        .get(
            "reports", "listReports", "Reports, the newest first, and whether the next one is overdue.",
            answers: .list("reports", of: ReportDocument.self), use: Self.list),
        .post(
            "reports/provider", "fileProviderReport", "File what a provider reported; the file itself is not sent.",
            by: .right(.operate), taking: FileProviderReport.self, answers: .created(ReportDocument.self),
            refuses: [.conflict, .impossible], use: Self.fileProvider),
        .post(
            "reports/bypass", "fileBypassAnswer",
            "File what `gwanmun doctor --bypass --json` printed on a machine that is not the gate.",
            by: .right(.operate), taking: FileBypassAnswer.self, answers: .created(ReportDocument.self),
            refuses: [.conflict, .impossible], use: Self.fileBypass),
        .post(
            "reports/{id}/remove", "removeReport",
            "Take one out of the register: the one made before it counts again.", answers: .done,
            refuses: [.notThere], use: Self.remove),
    ]

    @Sendable private func list(_ call: DeskCall) async throws -> DeskAnswer {
        let register = try await reports.register()
        return try .list("reports", register.reports.map { ReportDocument($0, in: register) })
    }

    @Sendable private func fileProvider(_ call: DeskCall) async throws -> DeskAnswer {
        let (body, mandate) = try call.order(FileProviderReport.self)
        let filed = try await reports.fileProviderReport(
            body.described(), about: body.about, madeAt: Instant.read(body.madeAt, "made_at"),
            due: Instant.read(body.dueAt, "due_at"), result: body.outcome(), mandate)
        return try await created(filed)
    }

    @Sendable private func fileBypass(_ call: DeskCall) async throws -> DeskAnswer {
        let (body, mandate) = try call.order(FileBypassAnswer.self)
        return try await created(reports.fileBypassAnswer(body.answer, named: body.file, mandate))
    }

    private func created(_ report: FiledReport) async throws -> DeskAnswer {
        try .json(ReportDocument(report, in: await reports.register()), status: .created)
    }

    @Sendable private func remove(_ call: DeskCall) async throws -> DeskAnswer {
        try await reports.remove(call.parameter("id"), call.order(ReasonOnly.self).mandate)
        return .done
    }
}

struct FileProviderReport: StrictBody, Reasoned {
    static let schema = ObjectSchema(
        "FileProviderReport", "A provider's report, by its digest.",
        [
            .needed("about", .reportName, "The provider's or the console's name."),
            .needed("file", .reportName, "The file's name, without folders."),
            .needed("sha256", .digest),
            .needed("size", .count(1...ReportLimits.largestFile), "In bytes."),
            .needed("made_at", .instant),
            .needed("due_at", .instant, "When the next one is due: after `made_at`, within three years."),
            .maybe("result", .choice(of: ReportResult.self)),
            .reason,
        ])

    let about: String
    let file: String
    let sha256: String
    let size: Int
    let madeAt: String
    let dueAt: String
    let result: String?
    let reason: String

    func described() throws(DeskProblem) -> FiledReport.File {
        guard let digest = SHA256Digest(hex: sha256) else {
            throw .badRequest("'sha256' is a SHA-256 in hexadecimal")
        }
        return FiledReport.File(name: file, sha256: digest, size: size)
    }

    func outcome() throws(DeskProblem) -> ReportResult? {
        guard let result else { return nil }
        guard let read = ReportResult(rawValue: result) else { throw .badRequest("'result' is 'passed' or 'failed'") }
        return read
    }

    private enum CodingKeys: String, CodingKey {
        case about, file, sha256, size, result, reason
        case madeAt = "made_at"
        case dueAt = "due_at"
    }
}

struct FileBypassAnswer: StrictBody, Reasoned {
    static let schema = ObjectSchema(
        "FileBypassAnswer", "What the doctor printed, as it stands.",
        [
            .needed("file", .reportName, "The file's name, without folders."),
            .needed(
                "answer", .text(1...ReportLimits.largestAnswer, example: "{}"),
                "The text; its digest is made of its UTF-8, in bytes."),
            .reason,
        ])

    let file: String
    let answer: String
    let reason: String
}

extension ValueSchema {
    /// `ReportLimits.isName`, of a file without slashes.
    static let reportName = Self.text(1...ReportLimits.longestName, example: "scan-2026-11.pdf")
}
