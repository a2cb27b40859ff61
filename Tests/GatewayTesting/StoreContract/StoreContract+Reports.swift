internal import GatewayIdentity
internal import GatewayReview
internal import GatewayStore
internal import Testing

extension StoreContract {
    private static func report(
        _ id: String, _ kind: ReportKind = .provider, about: String = "한빛 클라우드", file: UInt8 = 1,
        result: ReportResult? = nil, consoles: [String] = []
    ) -> FiledReport {
        FiledReport(
            id: id, file: .init(name: "scan 2026.pdf", sha256: Sample.digest(file), size: 4711),
            content: .init(
                kind, about: about, madeAt: Sample.start - .seconds(60), due: Sample.start + .seconds(600),
                result: result, consoles: consoles),
            by: Sample.name("hong-41c2"), at: Sample.start, reason: "R-91")
    }

    static let reports: [StoreClaim] = [
        StoreClaim("a report comes back as it was filed, until it is removed, once") { store in
            let reports = [
                report("r-1"), report("r-2", .bypass, about: "outside-1", result: .failed, consoles: ["build", "fab"]),
            ]
            for report in reports { try await store.file(report, atMost: 10) }
            #expect(try await store.reports() == reports)
            #expect(try await store.report("r-2") == reports[1])
            try await store.removeReport("r-1")
            #expect(try await store.reports() == [reports[1]])
            #expect(try await store.report("r-1") == nil)
            await #expect(throws: StoreError.notFound(.report)) { try await store.removeReport("r-1") }
        },
        StoreClaim("a file is in the register once for a matter, and for another matter again") { store in
            try await store.file(report("r-1"), atMost: 10)
            await #expect(throws: StoreError.conflict(.reportExists)) {
                try await store.file(report("r-2"), atMost: 10)
            }
            try await store.file(report("r-3", about: "fab"), atMost: 10)
            #expect(try await store.reports().map(\.id) == ["r-1", "r-3"])
        },
        StoreClaim("the register takes as many reports as it may, whoever files them, and no more") { store in
            let filed = try await winners(of: 8) { racer in
                do throws(StoreError) {
                    try await store.file(report("r-\(racer)", file: UInt8(racer)), atMost: 3)
                    return true
                } catch {
                    #expect(error == .conflict(.tooManyReports))
                    return false
                }
            }
            #expect(filed == 3)
            #expect(try await store.reports().count == 3)
        },
        StoreClaim("of an overdue report one of all tells, and again after its time") { store in
            try await store.file(report("r-1"), atMost: 10)
            let told = try await winners(of: 4) { _ in
                try await store.takeTurnToTell(
                    ofReport: "r-1", at: Sample.start, unlessToldAfter: Sample.start - .seconds(10))
            }
            #expect(told == 1)
            let later = Sample.start + .seconds(10)
            #expect(try await store.takeTurnToTell(ofReport: "r-1", at: later, unlessToldAfter: Sample.start))
            #expect(try await !store.takeTurnToTell(ofReport: "r-2", at: later, unlessToldAfter: later))
        },
    ]
}
