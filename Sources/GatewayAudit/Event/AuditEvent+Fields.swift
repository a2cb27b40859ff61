internal import GatewayIdentity

/// The fields that a type of record has beyond those all have.
extension AuditEvent {
    func appendFields(to record: inout RecordBuffer) {
        switch self {
        case .start(let version): record.field(.version, version)
        case .stop(let cause): record.field(.cause, cause)
        case .config(let digest): record.field(.after, digest)
        case .reload(let part, let adoption):
            record.field(.part, part)
            record.field(.change, adoption)
        case .clockOffset(let milliseconds, _): record.field(.clockOffset, milliseconds)
        case .tlsRefused(_, let serverName, let cause, let times):
            record.field(.cause, cause?.text)
            record.field(.serverName, serverName?.text)
            record.field(.failures, times)
        case .loginOK: break
        case .loginFailed(_, let failures): record.field(.failures, failures)
        case .factorOK(let kind, let authenticator):
            record.field(.factor, kind)
            record.field(.authenticator, authenticator.text)
        case .factorFailed(let kind, _, let failures, let cause):
            record.field(.cause, cause?.text)
            record.field(.factor, kind)
            record.field(.failures, failures)
        case .lock(let target, _, let until):
            record.field(.until, until)
            record.target(target)
        case .unlock(let target): record.target(target)
        case .disable(let account, _, let grounds):
            record.target(account)
            record.grounds(grounds)
        case .enable(let account): record.target(account)
        case .sessionStart(let until): record.field(.until, until)
        case .sessionStepUp(let kind): record.field(.factor, kind)
        case .sessionEnd(let cause, let account):
            record.field(.cause, cause.text)
            if let account { record.target(account) }
        case .sessionMisuse, .peopleRead, .warningsTested: break
        case .administrationRefused(_, let undoing): if let undoing { record.facts(undoing) }
        case .handoff(let step), .terminalCode(let step): record.field(.change, step)
        case .decision(let verdict, let line):
            record.line(line)
            record.verdict(verdict)
            record.field(.failures, line.times)
        case .access(let verdict, let line, let exchange):
            record.line(line)
            record.exchange(exchange)
            record.verdict(verdict)
        case .warningSent(let channel, let recipient, let type, let delivery):
            record.field(.cause, type)
            record.field(.change, delivery)
            record.field(.channel, channel.text)
            record.field(.recipient, recipient?.text)
        case .forwarding(let receiver, let step, let records):
            record.field(.change, step)
            record.field(.channel, receiver.text)
            if let records {
                record.field(.firstSequence, Int(clamping: records.lowerBound))
                record.field(.lastSequence, Int(clamping: records.upperBound))
            }
        case .anomaly(let facts): record.facts(facts)
        case .measure(let facts): record.facts(facts)
        case .monitor(let isWatching): record.field(.change, isWatching ? "restored" : "unavailable")
        case .accountChange(let account, let change, let grounds):
            record.field(.change, change)
            record.target(account)
            record.grounds(grounds)
        case .accountRequest(let account, let step, let parties):
            record.field(.change, step)
            record.target(account)
            record.field(.request, parties.request.text)
            record.field(.cause, parties.wish.text)
            record.field(.applicant, parties.applicant?.text)
            record.field(.approver, parties.approver?.text)
            if !parties.roles.isEmpty { record.field(.after, parties.roles.sorted().map(\.text)) }
        case .serviceTerms(let account, let owner, let networks, let until):
            record.field(.change, ChangeKind.terms)
            record.target(account)
            record.field(.recipient, owner.text)
            record.field(.after, networks.map(\.text))
            record.field(.until, until)
        case .roleChange(let account, let before, let after, let grounds):
            record.target(account)
            record.field(.before, before.sorted().map(\.text))
            record.field(.after, after.sorted().map(\.text))
            record.grounds(grounds)
        case .certificateChange(let account, let change, let certificate, let device, let grounds):
            record.field(.change, change)
            record.target(account)
            switch certificate {
            case .certificate(let digest): record.field(.after, digest)
            case .binding(let binding): record.field(.before, binding.text)
            }
            record.field(.device, device?.text)
            record.grounds(grounds)
        case .factorChange(let account, let kind, let change, let authenticator, let replaced, let grounds):
            record.field(.change, change)
            record.field(.factor, kind)
            record.field(.authenticator, authenticator?.text)
            record.field(.replaces, replaced?.text)
            record.target(account)
            record.grounds(grounds)
        case .grantChange(let grant, let recipient, let change, let until, let id):
            record.field(.change, change)
            record.field(.until, until)
            record.target(grant)
            record.field(.recipient, recipient.text)
            record.field(.request, id?.text)
        case .policyChange(let before, let after, let adoption, let grounds):
            record.field(.change, adoption)
            record.field(.before, before)
            record.field(.after, after)
            record.grounds(grounds)
        case .policyDraft(let step, let facts):
            record.field(.change, step)
            record.facts(facts)
        case .policyTamper(let found, let serving):
            record.field(.before, serving)
            record.field(.after, found)
        case .keyEvent(let key, let use):
            record.field(.change, use)
            record.target(key)
        case .reviewTask(let task, let step):
            record.field(.change, step)
            record.review(task)
        case .reviewSigned(let task, let sheet, let findings):
            record.review(task, sheet)
            record.field(.findings, findings)
        case .rightKept(let right, let change, let until):
            record.field(.change, change)
            record.field(.until, until)
            record.field(.objectType, AuditTarget.Kind.right)
            record.field(.object, right.text)
        case .reportChange(let change, let facts):
            record.field(.change, change)
            record.facts(facts)
        case .segmentStart(let version):
            record.field(.version, version)
            record.field(.format, RecordLine.format)
        case .logGap(let gap): record.gap(gap)
        case .logVerified(let first, let last, let found):
            record.field(.cause, found?.witness.text)
            if let found { record.target(AuditTarget(.segment, found.place.text)) }
            record.field(.firstSequence, Int(clamping: first))
            record.field(.lastSequence, Int(clamping: last))
        case .logRead(let filter): record.field(.query, filter)
        case .logDeleted(let stretch, let cause):
            record.field(.cause, cause)
            record.field(.before, stretch.previousHash)
            record.field(.after, stretch.lastHash)
            record.field(.firstSequence, Int(clamping: stretch.first))
            record.field(.lastSequence, Int(clamping: stretch.last))
        case .logHold(let id, let change, let from, let to):
            record.field(.change, change)
            record.field(.from, from)
            record.field(.until, to)
            record.field(.objectType, AuditTarget.Kind.hold)
            record.field(.object, id.text)
        case .peopleWatched(let duration):
            record.field(.change, duration == nil ? "begun" : "ended")
            record.field(.duration, duration.map { Int($0.wholeMilliseconds) })
        case .logUnmasked(let target): record.target(target)
        case .logExport(let filter, let format, let first, let last, let count):
            record.field(.firstSequence, Int(clamping: first))
            record.field(.lastSequence, Int(clamping: last))
            record.field(.query, filter)
            record.field(.format, format.text)
            record.field(.records, count)
        }
    }
}

extension RecordBuffer {
    fileprivate mutating func line(_ line: RequestLine) {
        if !line.isNone {
            field(.method, line.method.text)
            field(.path, line.path.text)
        }
        field(.pathLength, line.path.fullLength)
        mark(.targetMark, line.mark)
        field(.action, line.action?.text)
        field(.activity, line.activity)
    }

    fileprivate mutating func exchange(_ exchange: Exchange) {
        field(.status, exchange.status)
        field(.bytesIn, exchange.bytesIn)
        field(.bytesOut, exchange.bytesOut)
        field(.duration, Int(exchange.duration.wholeMilliseconds))
    }

    fileprivate mutating func verdict(_ verdict: Verdict) {
        field(.decision, verdict.answer)
        append(verdict.policy.fields.bytes)
        basis(verdict.basis)
    }

    fileprivate mutating func target(_ target: AuditTarget) {
        field(.objectType, target.kind)
        field(.object, target.name.text)
    }

    fileprivate mutating func target(_ account: AccountName) {
        field(.objectType, AuditTarget.Kind.account)
        field(.object, account.text)
    }

    fileprivate mutating func review(_ task: ReviewedTask, _ sheet: SHA256Digest? = nil) {
        field(.objectType, AuditTarget.Kind.review)
        field(.object, task.id.text)
        field(.after, sheet)
        field(.period, task.period.text)
    }

    fileprivate mutating func gap(_ gap: LogGap) {
        switch gap {
        case .tornLine(let bytes):
            field(.cause, "torn_line")
            field(.tornBytes, bytes)
        case .refused(let records, let cause):
            field(.cause, cause)
            field(.lost, records)
        case .continuedAfterBreak(let folder):
            field(.object, folder)
            field(.cause, LogGap.continuation)
        }
    }
}
