public import GatewayIdentity
internal import GatewayLimits
public import GatewayReview
public import GatewayStore

/// What a reviewer says.
public struct ReviewStatement: Hashable, Sendable {
    public let answers: [ReviewItem: ReviewVerdict]
    /// In the reviewer's own words; empty: nothing was found.
    public let findings: String
    /// Of the sheet that they looked at (`ReviewSheet.sha256`); `nil`: they do not say, and nothing is signed.
    public let sheet: SHA256Digest?

    public init(answers: [ReviewItem: ReviewVerdict], findings: String, sheet: SHA256Digest?) {
        self.answers = answers
        self.findings = findings
        self.sheet = sheet
    }
}

extension Reviews {
    /// Signs a review off: by a person whose role it is, about more than themselves, with every question answered, and as it was seen: another sheet
    /// by then is refused.
    ///
    /// One change at a time: of two who sign at once, one is told that it is signed, and there is one record.
    public func sign(_ id: String, _ statement: ReviewStatement, _ mandate: Mandate)
        async throws(AdministrationProblem) -> ReviewTask
    {
        try await core.changes.run { () async throws(AdministrationProblem) -> ReviewTask in
            try await signInTurn(id, statement, mandate)
        }
    }

    private func signInTurn(_ id: String, _ statement: ReviewStatement, _ mandate: Mandate)
        async throws(AdministrationProblem) -> ReviewTask
    {
        let task = try await require(id)
        let (name, sheet) = try judge(task, statement, mandate)
        let signOff = ReviewTask.SignOff(
            by: name, at: core.now(), reason: mandate.reason.description, findings: statement.findings,
            answers: statement.answers.filter { task.kind.checklist.contains($0.key) }, sheet: sheet.sha256)
        let details = [
            "review": task.id, "period": task.period.name, "sheet": sheet.sha256.hex,
            "findings": "\(signOff.findingCount)",
        ]
        try await administration.carryOutInTurn(.reviewSigned, mandate, details: details) { _ in
            try await store.sign(id, signOff)
        }
        return try await require(id)
    }

    private func judge(_ task: ReviewTask, _ statement: ReviewStatement, _ mandate: Mandate)
        throws(AdministrationProblem) -> (AccountName, ReviewSheet)
    {
        guard case .administrator(let name) = mandate.actor else { throw .review(.personNeeded) }
        let roles = try administration.require(name).roles
        guard !roles.isDisjoint(with: task.kind.signers) else {
            throw .review(.notTheirs(task.kind.signers.sorted()))
        }
        guard task.signOff == nil else { throw .review(.signed) }
        guard let sheet = task.sheet, task.period.to <= core.now() else { throw .review(.notReady) }
        guard let seen = statement.sheet else { throw .review(.noSheet) }
        guard seen == sheet.sha256 else { throw .review(.otherSheet) }
        guard task.subject?.account != name, !Self.isOnlyAbout(name, sheet) else { throw .review(.ownReview) }
        let unanswered = task.kind.checklist.filter { statement.answers[$0] == nil }
        guard unanswered.isEmpty else { throw .review(.unanswered(unanswered)) }
        guard statement.findings.utf8.count <= Self.mostFindings else {
            throw .review(.findingsTooLong(Self.mostFindings))
        }
        let isFound = task.kind.checklist.contains { statement.answers[$0] == .finding }
        guard !isFound || statement.findings.contains(where: { !$0.isWhitespace }) else {
            throw .review(.findingsMissing)
        }
        return (name, sheet)
    }

    private static func isOnlyAbout(_ name: AccountName, _ sheet: ReviewSheet) -> Bool {
        sheet.accounts.subtracting(["-"]) == [name.text]
    }
}
