public import GatewayIdentity

/// What a record says about the inputs of its decision.
public enum DecisionBasis: Hashable, Sendable {
    /// This record holds every input: the decision can be made again from it alone.
    case whole(DecisionInputs)
    /// The decision has a record of its own, before this one, which repeats the grants' ids alone.
    case earlier(DecisionInputs?)
    /// The answer is not the policy's, and the inputs are not told: a limit of the session had the last word. What is on trial answers for itself: its
    /// permit would have had limits of its own.
    case limit(TrialAnswer?)
    /// The answer is not the policy's: it was not asked, or somebody else had the last word (a throttle).
    case none
}

extension DecisionBasis {
    /// What a further record of the same request says.
    public var ofEarlier: DecisionBasis {
        if case .whole(let inputs) = self { .earlier(inputs) } else { .earlier(nil) }
    }
}

/// The words of the field `inputs`. A record without the field is older than it: what it leaves out is not known.
public enum InputsWord: String, CaseIterable, Sendable {
    /// Every input of the decision is in the record, and what is not there has its usual value.
    case whole
    /// There were more inputs than a record holds.
    case cut
    case earlier, none
}

/// The inputs of a decision that no other part of its record holds, formatted once for as long as they stay the same.
///
/// Beside them stand: `account` and `roles` (who), `factors` of a session, `src_ip` (where from), `upstream` (which console), `ts` (when),
/// `method` and `path`. What has its usual value is left out: an active account, the session's own certificate, no grants.
public struct DecisionInputs: Hashable, Sendable {
    let fields: RecordFragment
    /// In a record whose decision has one of its own.
    let earlier: RecordFragment

    /// A permission of record for the console of the decision, in `[from, to)`.
    public struct RecordedGrant: Hashable, Sendable {
        let id: RecordedText?
        let from: UnixTime
        let to: UnixTime
        let scope: [ScopeTerm]

        /// One part of how far it reaches: the name under which the record holds it, and what is listed there. What is left out is not narrowed.
        public struct ScopeTerm: Hashable, Sendable {
            public enum Name: String, CaseIterable, Sendable {
                case paths, methods, ceiling, windows, countries, zones, devices, asks
            }

            let name: Name
            let words: [String]

            /// Bytes of one word that a record holds.
            public static let wordLimit = 512

            public init(_ name: Name, _ words: [String]) {
                self.name = name
                self.words = words
            }

            var isCut: Bool { words.contains { $0.utf8.count > Self.wordLimit } }
        }

        public init(id: String?, from: UnixTime, to: UnixTime, scope: [ScopeTerm] = []) {
            self.id = id.map { RecordedText($0) }
            self.from = from
            self.to = to
            self.scope = scope
        }
    }

    /// Something of that name that the person has, in `[from, to)`.
    public struct RecordedApproval: Hashable, Sendable {
        let name: RecordedText
        let from: UnixTime
        let to: UnixTime

        public init(_ name: String, from: UnixTime, to: UnixTime) {
            self.name = RecordedText(name)
            self.from = from
            self.to = to
        }
    }

    /// What the draft or the rules on trial would have answered to this request; `nil` where there are none.
    public var trial: TrialAnswer?

    /// More of each, of one person for one console, than anybody has; a record stays short whatever the store holds.
    public static let grantLimit = 64

    /// Bytes of all inputs; a record has room for them and for what else it holds.
    static let byteLimit = RecordLine.bodyLimit / 2

    /// - Parameters:
    ///   - factors: what was proved, where no session says so: the certificate of this connection. `nil` with a session.
    ///   - certificate: of this connection.
    ///   - handshakeAt: when this connection proved the certificate; `nil` where none is among the factors.
    ///   - revocationAsOf: when it was last known that it is not revoked.
    ///   - state: the account's, `nil` for the usual one.
    ///   - tie: of the certificate to the session, `nil` for the usual one.
    ///   - grants: those for the console that was asked for, running or not.
    ///   - approvals: those that count there, running or not.
    ///   - label: what the console's answer said that it counts as; `nil` where it had no say.
    public init(
        factors: [FactorProof]? = nil, certificate: ClientCertificate? = nil, handshakeAt: UnixTime?,
        revocationAsOf: UnixTime, state: RecordedWord? = nil,
        tie: RecordedWord? = nil, grants: [RecordedGrant] = [],
        approvals: [RecordedApproval] = [], label: Grade? = nil
    ) {
        let ids = grants.prefix(Self.grantLimit).compactMap(\.id)
        func fragment(_ word: InputsWord) -> RecordFragment {
            RecordFragment { record in
                record.field(.inputs, word)
                if let factors { record.factors(factors, over: certificate) }
                record.field(.handshakeAt, handshakeAt)
                record.field(.revocationAsOf, revocationAsOf)
                record.field(.accountState, state?.text)
                record.field(.certificateTie, tie?.text)
                if word == .whole {
                    if !grants.isEmpty { record.grants(grants) }
                    if !approvals.isEmpty { record.approvals(approvals) }
                } else if !ids.isEmpty {
                    record.grants(ids)
                }
                record.field(.label, label)
            }
        }
        let isCut =
            grants.count > Self.grantLimit || approvals.count > Self.grantLimit
            || grants.contains { $0.scope.contains(where: \.isCut) }
        let whole = isCut ? nil : fragment(.whole)
        fields = whole.flatMap { $0.bytes.count <= Self.byteLimit ? $0 : nil } ?? fragment(.cut)
        earlier = RecordFragment { record in
            record.field(.inputs, InputsWord.earlier)
            if !ids.isEmpty { record.grants(ids) }
        }
    }
}

extension RecordBuffer {
    mutating func basis(_ basis: DecisionBasis) {
        switch basis {
        case .whole(let inputs):
            append(inputs.fields.bytes)
            if let trial = inputs.trial { append(trial.fields.bytes) }
        case .earlier(let inputs?): append(inputs.earlier.bytes)
        case .earlier(nil): field(.inputs, InputsWord.earlier)
        case .limit(let trial):
            field(.inputs, InputsWord.none)
            if let trial { append(trial.fields.bytes) }
        case .none: field(.inputs, InputsWord.none)
        }
    }

    /// `[{"kind":"totp","at":"2026-11-22T10:00:00.123+09:00","id":"…"}]`: with their times, because a decision depends on their age, and with
    /// their authenticators, because what one authenticator proves counts once. That of the certificate that `cert_spki_sha256` names goes without saying.
    mutating func factors(_ factors: [FactorProof], over certificate: ClientCertificate?) {
        name(.factors)
        list(factors) { record, proof in
            record.append("{\"kind\":")
            record.quoted(proof.kind.rawValue)
            record.append(",\"at\":")
            record.quoted(RFC3339.string(proof.at))
            if proof.kind != .certificate || proof.authenticator != certificate.map({ .certificate(key: $0.publicKey) })
            {
                record.append(",\"id\":")
                record.quoted(proof.authenticator.text)
            }
            record.append(0x7D)
        }
    }

    fileprivate mutating func grants(_ grants: some Sequence<DecisionInputs.RecordedGrant>) {
        name(.grants)
        list(grants) { record, grant in
            record.append(0x7B)
            if let id = grant.id {
                record.append("\"id\":")
                record.quoted(id.text)
                record.append(0x2C)
            }
            record.append("\"from\":")
            record.quoted(RFC3339.string(grant.from))
            record.append(",\"to\":")
            record.quoted(RFC3339.string(grant.to))
            for term in grant.scope {
                record.append(0x2C)
                record.quoted(term.name.rawValue)
                record.append(0x3A)
                record.list(term.words) { record, word in record.quoted(word) }
            }
            record.append(0x7D)
        }
    }

    fileprivate mutating func grants(_ ids: [RecordedText]) {
        name(.grants)
        list(ids) { record, id in
            record.append("{\"id\":")
            record.quoted(id.text)
            record.append(0x7D)
        }
    }

    fileprivate mutating func approvals(_ approvals: some Sequence<DecisionInputs.RecordedApproval>) {
        name(.approvals)
        list(approvals) { record, approval in
            record.append("{\"name\":")
            record.quoted(approval.name.text)
            record.append(",\"from\":")
            record.quoted(RFC3339.string(approval.from))
            record.append(",\"to\":")
            record.quoted(RFC3339.string(approval.to))
            record.append(0x7D)
        }
    }

    private mutating func list<Item>(_ items: some Sequence<Item>, _ write: (inout RecordBuffer, Item) -> Void) {
        append(0x5B)
        var isFirst = true
        for item in items {
            if !isFirst { append(0x2C) }
            isFirst = false
            write(&self, item)
        }
        append(0x5D)
    }
}
