internal import GatewayCrypto
public import GatewayIdentity
public import GatewayReview
internal import GatewayStore

extension Reports {
    /// Files what a provider reported.
    ///
    /// - Parameters:
    ///   - about: the provider's or the console's name.
    ///   - due: when the next one is.
    ///   - result: `nil`: it is not said.
    public func fileProviderReport(
        _ file: FiledReport.File, about: String, madeAt: UnixTime, due: UnixTime, result: ReportResult?,
        _ mandate: Mandate
    ) async throws(AdministrationProblem) -> FiledReport {
        try await enter(
            file, FiledReport.Content(.provider, about: about, madeAt: madeAt, due: due, result: result), mandate)
    }

    /// Files what `gwanmun doctor --bypass --json` printed on a machine that is not the gate. What it says is read from it, its digest made here.
    public func fileBypassAnswer(_ text: String, named name: String, _ mandate: Mandate)
        async throws(AdministrationProblem) -> FiledReport
    {
        let bytes = Array(text.utf8)
        let content: FiledReport.Content
        do throws(BypassProblem) {
            content = try BypassAnswer(bytes).content
        } catch {
            throw .report(.answer(error))
        }
        return try await enter(
            FiledReport.File(name: name, sha256: SHA256.digest(of: bytes), size: bytes.count), content, mandate)
    }

    /// Takes a report out of the register: the one made before it counts again.
    public func remove(_ id: String, _ mandate: Mandate) async throws(AdministrationProblem) {
        let found = try await reading { () throws(StoreError) in try await store.report(id) }
        guard let report = found else { throw .notFound(.report) }
        try await administration.carryOut(.reportRemoved, mandate, details: report.details, over: .node) { _ in
            try await store.removeReport(id)
        }
    }

    private func enter(_ file: FiledReport.File, _ content: FiledReport.Content, _ mandate: Mandate)
        async throws(AdministrationProblem) -> FiledReport
    {
        try judge(file, content)
        let id: String
        do throws(CryptoFailure) { id = try core.identifier() } catch { throw AdministrationProblem(wrapping: error) }
        let report = FiledReport(
            id: id, file: file, content: content, by: mandate.actor.storedName, at: core.now(),
            reason: mandate.reason.description)
        // What the store would refuse is not recorded as filed.
        let there = try await reading { () throws(StoreError) in try await store.reports() }
        guard there.count < most else { throw .conflict(.tooManyReports) }
        guard !there.contains(where: report.isSameFile) else { throw .conflict(.reportExists) }
        return try await administration.carryOut(.reportFiled, mandate, details: report.details, over: .node) { _ in
            try await store.file(report, atMost: most)
            return report
        }
    }

    private func judge(_ file: FiledReport.File, _ content: FiledReport.Content) throws(AdministrationProblem) {
        guard ReportLimits.isName(file.name), !file.name.contains("/") else { throw .report(.name("file")) }
        guard ReportLimits.isName(content.about) else { throw .report(.name("about")) }
        guard (1...ReportLimits.largestFile).contains(file.size) else { throw .report(.size) }
        guard content.madeAt <= core.now() + ReportLimits.clockDifference else { throw .report(.madeLater) }
        guard content.due > content.madeAt, content.due <= content.madeAt + ReportLimits.longestLife else {
            throw .report(.due)
        }
    }
}

extension FiledReport {
    fileprivate func isSameFile(_ other: FiledReport) -> Bool {
        (content.kind, content.about, file.sha256) == (other.content.kind, other.content.about, other.file.sha256)
    }

    var details: [String: String] {
        var details = [
            "report": id, "kind": content.kind.rawValue, "about": content.about, "sha256": file.sha256.hex,
            "made_at": RFC3339.string(content.madeAt), "until": RFC3339.string(content.due),
        ]
        details["result"] = content.result?.rawValue
        return details
    }
}
