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
    let lists: [List]

    var usableLists: [List] { lists.filter { $0.refusal == nil } }

    init(reading sources: TrustSources) throws(TrustProblems) {
        var problems: [FileProblem] = []
        let anchorFiles = Self.read(sources.anchors, &problems)
        let intermediateFiles = Self.read(sources.intermediates, &problems)
        let listFiles = Self.read(sources.revocationLists, &problems)
        anchors = Self.authorities(in: anchorFiles, &problems)
        intermediates = Self.authorities(in: intermediateFiles, &problems)
        for anchor in anchors where !anchor.certificate.isSelfSigned {
            problems.append(FileProblem(anchor.file, "\(anchor.certificate.subject) is not self-signed, so it cannot be an anchor; it belongs to the intermediates"))
        }
        if anchors.isEmpty, problems.isEmpty {
            problems.append(FileProblem(sources.anchors.first ?? "anchors", "no anchor; at least one self-signed authority is expected"))
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
                for der in try EncodedObjects(.certificate, in: file).objects { authorities.append(try authority(der, from: file.path)) }
            } catch {
                problems.append(error)
            }
        }
        return authorities
    }

    private static func authority(_ der: [UInt8], from file: String) throws(FileProblem) -> Authority {
        let certificate: Certificate
        do throws(OpenSSLFailure) {
            certificate = try Certificate(der: der)
        } catch {
            throw FileProblem(file, error.description)
        }
        guard certificate.isAuthority else {
            throw FileProblem(file, "\(certificate.subject) is not a CA; basicConstraints with cA TRUE are expected")
        }
        return Authority(certificate: certificate, file: file)
    }

    private static func lists(in files: [FileContents], knowing authorities: [Certificate], _ problems: inout [FileProblem]) -> [List] {
        var lists: [List] = []
        for file in files {
            do throws(FileProblem) {
                for der in try EncodedObjects(.revocationList, in: file).objects {
                    do throws(OpenSSLFailure) {
                        let list = try RevocationList(der: der)
                        let refusal = list.isIndirect ? "indirect lists are not supported" : list.signatureWeakness
                        if refusal == nil { _ = try list.introduce(authorities) }
                        lists.append(List(list: list, file: file.path, refusal: refusal))
                    } catch {
                        problems.append(FileProblem(file.path, error.description))
                    }
                }
            } catch {
                problems.append(error)
            }
        }
        return lists
    }
}
