internal import COpenSSL
internal import GatewayIdentity

/// What the files of a trust hold, each with the file it came from.
struct TrustParts: Sendable {
    struct Authority {
        let certificate: Certificate
        let file: String
    }

    struct List {
        let list: RevocationList
        let file: String
        /// Why the list is not used; `nil` when it is.
        let refusal: String?
    }

    let anchors: [Authority]
    let intermediates: [Authority]
    /// Configured as intermediates, and unfit to be any.
    let misplaced: [Authority]
    let lists: [List]

    var usableLists: [List] { lists.filter { $0.refusal == nil } }

    init(reading sources: TrustSources) throws(TrustProblems) {
        var problems: [FileProblem] = []
        let anchorFiles = Self.read(sources.anchors, &problems)
        let intermediateFiles = Self.read(sources.intermediates, &problems)
        let listFiles = Self.read(sources.revocationLists, &problems)
        anchors = Self.authorities(in: anchorFiles, &problems)
        let others = Self.authorities(in: intermediateFiles, &problems)
        intermediates = others.filter { $0.certificate.isAuthority || $0.certificate.signsLists }
        misplaced = others.filter { !$0.certificate.isAuthority && !$0.certificate.signsLists }
        for anchor in anchors {
            if let why = anchor.certificate.unfitnessAsAnchor {
                problems.append(FileProblem(anchor.file, "\(anchor.certificate.subject) \(why)"))
            }
        }
        if anchors.isEmpty, problems.isEmpty {
            problems.append(
                FileProblem(
                    sources.anchors.first ?? "anchors", "no anchor; at least one self-signed authority is expected"))
        }
        lists = Self.lists(in: listFiles, knowing: (anchors + intermediates).map(\.certificate), &problems)
        guard problems.isEmpty else { throw TrustProblems(problems) }
    }

    private static func read(_ paths: [String], _ problems: inout [FileProblem]) -> [FileContents] {
        var contents: [FileContents] = []
        for path in paths {
            do throws(FileProblem) {
                for file in try FileListing.files(at: path) { contents.append(try FileContents(reading: file)) }
            } catch {
                problems.append(error)
            }
        }
        return contents
    }

    private static func authorities(in files: [FileContents], _ problems: inout [FileProblem]) -> [Authority] {
        var authorities: [Authority] = []
        for file in files {
            do throws(FileProblem) {
                for der in try EncodedObjects(.certificate, in: file).objects {
                    authorities.append(
                        Authority(certificate: try Certificate(der: der, from: file.path), file: file.path))
                }
            } catch {
                problems.append(error)
            }
        }
        return authorities
    }

    private static func lists(
        in files: [FileContents], knowing authorities: [Certificate], _ problems: inout [FileProblem]
    ) -> [List] {
        var lists: [List] = []
        for file in files {
            do throws(FileProblem) {
                for der in try EncodedObjects(.revocationList, in: file).objects {
                    lists.append(try list(der, from: file.path, knowing: authorities))
                }
            } catch {
                problems.append(error)
            }
        }
        return lists
    }

    private static func list(_ der: [UInt8], from file: String, knowing authorities: [Certificate]) throws(FileProblem)
        -> List
    {
        do throws(OpenSSLFailure) {
            let list = try RevocationList(der: der)
            let refusal = list.isIndirect ? "indirect lists are not supported" : list.signatureWeakness
            if refusal == nil { _ = try list.introduce(authorities) }
            return List(list: list, file: file, refusal: refusal)
        } catch {
            throw FileProblem(file, error.description)
        }
    }
}

extension Certificate {
    convenience init(der: [UInt8], from file: String) throws(FileProblem) {
        do throws(OpenSSLFailure) {
            try self.init(der: der)
        } catch {
            throw FileProblem(file, error.description)
        }
    }

    /// Whether its keyUsage says that it signs revocation lists, as a CA's second certificate may (RFC 5280 section 4.2.1.3, cRLSign).
    fileprivate var signsLists: Bool {
        let usage = X509_get_key_usage(pointer)
        return usage != UInt32.max && usage & UInt32(KU_CRL_SIGN) != 0
    }

    fileprivate var unfitnessAsAnchor: String? {
        if !isAuthority { return "is not a CA, so it cannot be an anchor; basicConstraints with cA TRUE are expected" }
        return isSelfSigned ? nil : "is not self-signed, so it cannot be an anchor; it belongs to the intermediates"
    }
}
