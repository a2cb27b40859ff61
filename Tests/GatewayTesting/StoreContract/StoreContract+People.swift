internal import GatewayIdentity
internal import GatewayStore
internal import Testing

extension StoreContract {
    static let people: [StoreClaim] = [
        StoreClaim("an account comes back as it was put") { store in
            var account = Sample.account(roles: [RoleName("staff"), RoleName("auditor")])
            try await store.insert(account)
            #expect(try await store.account(account.name) == account)

            account.displayName = "Kim ' OR 1=1 --"
            account.externalID = "E-1017"
            try await store.update(account)
            #expect(try await store.account(account.name) == account)
        },
        StoreClaim("a name is given once") { store in
            try await store.insert(Sample.account())
            await #expect(throws: StoreError.conflict(.accountExists)) { try await store.insert(Sample.account()) }
        },
        StoreClaim("an unknown account is not changed") { store in
            await #expect(throws: StoreError.notFound(.account)) { try await store.update(Sample.account()) }
            await #expect(throws: StoreError.notFound(.account)) {
                try await store.move(
                    Sample.name("kim-7f3a"), from: [.active], to: .disabled, at: Sample.start)
            }
            await #expect(throws: StoreError.notFound(.account)) {
                try await store.setRoles([], of: Sample.name("kim-7f3a"), listing: .keep)
            }
        },
        StoreClaim("accounts come in pages, in order of names") { store in
            for name in ["cho-9a1c", "bae-2b4d", "ahn-5e6f"] { try await store.insert(Sample.account(name)) }
            let first = try await store.accounts(after: nil, limit: 2)
            #expect(first.map(\.name.text) == ["ahn-5e6f", "bae-2b4d"])
            let second = try await store.accounts(after: first.last?.name, limit: 2)
            #expect(second.map(\.name.text) == ["cho-9a1c"])
        },
        StoreClaim("a certificate leads to its account by serial number or by key") { store in
            try await store.insert(Sample.account())
            let certificate = Sample.certificate()
            let bySerial = CertificateBinding(
                account: Sample.name("kim-7f3a"), reference: .issuerAndSerial(issuer: certificate.issuer, serial: "1f"),
                boundAt: Sample.start)
            try await store.bind(bySerial)
            #expect(try await store.owner(of: certificate)?.name == bySerial.account)
            #expect(try await store.owner(of: Sample.certificate(2, serial: "20")) == nil)

            let byKey = CertificateBinding(
                account: Sample.name("kim-7f3a"), reference: .publicKey(Sample.certificate(2).publicKey),
                boundAt: Sample.start + .seconds(1))
            try await store.bind(byKey)
            #expect(try await store.owner(of: Sample.certificate(2, serial: "20"))?.name == byKey.account)
            #expect(try await store.bindings(of: byKey.account) == [bySerial, byKey])

            try await store.unbind(bySerial.reference, from: bySerial.account)
            #expect(try await store.owner(of: certificate) == nil)
            await #expect(throws: StoreError.notFound(.certificateBinding)) {
                try await store.unbind(bySerial.reference, from: bySerial.account)
            }
        },
        StoreClaim("one certificate is bound to one account only") { store in
            try await store.insert(Sample.account("kim-7f3a"))
            try await store.insert(Sample.account("lee-8b2c"))
            let references: [CertificateReference] = [
                .issuerAndSerial(issuer: "CN=Test CA", serial: "1f"), .publicKey(Sample.digest(9)),
            ]
            for reference in references {
                let won = try await winners(of: 2) { racer in
                    let account = Sample.name(racer == 0 ? "kim-7f3a" : "lee-8b2c")
                    do throws(StoreError) {
                        try await store.bind(.init(account: account, reference: reference, boundAt: Sample.start))
                        return true
                    } catch {
                        #expect(error == .conflict(.certificateBound))
                        return false
                    }
                }
                #expect(won == 1)
            }
        },
        StoreClaim("a certificate that two accounts claim, by serial and by key, leads to nobody") { store in
            try await store.insert(Sample.account("kim-7f3a"))
            try await store.insert(Sample.account("lee-8b2c"))
            let certificate = Sample.certificate()
            let serial = CertificateReference.issuerAndSerial(issuer: certificate.issuer, serial: certificate.serial)
            try await store.bind(.init(account: Sample.name("kim-7f3a"), reference: serial, boundAt: Sample.start))
            let key = CertificateReference.publicKey(certificate.publicKey)
            try await store.bind(.init(account: Sample.name("lee-8b2c"), reference: key, boundAt: Sample.start))
            await #expect(throws: StoreError.conflict(.certificateAmbiguous)) { try await store.owner(of: certificate) }
        },
        StoreClaim("a binding remembers the terminal that keeps the key, and so does the directory") { store in
            let account = Sample.name("kim-7f3a")
            try await store.insert(Sample.account("kim-7f3a"))
            let bindings = [
                CertificateBinding(
                    account: account, reference: .publicKey(Sample.digest(9)), boundAt: Sample.start,
                    device: DeviceID("KT-0042")),
                CertificateBinding(
                    account: account, reference: .publicKey(Sample.digest(8)), boundAt: Sample.start + .seconds(1)),
            ]
            for binding in bindings { try await store.bind(binding) }
            #expect(try await store.bindings(of: account) == bindings)
            #expect(try await store.directoryEntries(after: nil, limit: 2).first?.bindings == bindings)
            // Another terminal takes another binding: what is bound stays as it was bound.
            await #expect(throws: StoreError.conflict(.certificateBound)) {
                try await store.bind(
                    .init(
                        account: account, reference: .publicKey(Sample.digest(9)), boundAt: Sample.start,
                        device: DeviceID("KT-0043")))
            }
            #expect(try await store.bindings(of: account) == bindings)
        },
        StoreClaim("nothing is bound to an account that is not there") { store in
            let binding = CertificateBinding(
                account: Sample.name("ghost-1a2b"), reference: .publicKey(Sample.digest(9)), boundAt: Sample.start)
            await #expect(throws: StoreError.notFound(.account)) { try await store.bind(binding) }
        },
    ]

    static let directory: [StoreClaim] = [
        StoreClaim("everybody comes in pages by name, each with their roles, bindings and grants") { store in
            let names = ["ahn-5e6f", "bae-2b4d", "cho-9a1c", "doh-1a2b", "eom-3c4d"]
            for (place, name) in names.enumerated() {
                let roles = ["staff", "auditor", "viewer"].prefix(place % 4).map(RoleName.init)
                try await store.insert(Sample.account(name, roles: Set(roles)))
            }
            try await settle(in: store)
            var entries: [DirectoryEntry] = []
            while true {
                let page = try await store.directoryEntries(after: entries.last?.account.name, limit: 2)
                #expect(page.count <= 2)
                guard !page.isEmpty else { break }
                entries += page
            }
            #expect(entries.map(\.account.name.text) == names)
            for entry in entries {
                let name = entry.account.name
                #expect(try await store.account(name) == entry.account)
                #expect(try await store.bindings(of: name) == entry.bindings)
                #expect(try await store.grants(of: name) == entry.grants)
                #expect(try await store.directoryEntry(of: name) == entry)
            }
            #expect(entries[1].bindings.count == 2 && entries[2].grants.count == 3)
        },
        StoreClaim("a certificate is claimed by nobody, by one account, or by two") { store in
            let certificate = Sample.certificate()
            let serial = CertificateReference.issuerAndSerial(issuer: certificate.issuer, serial: certificate.serial)
            let key = CertificateReference.publicKey(certificate.publicKey)
            for name in ["kim-7f3a", "lee-8b2c"] { try await store.insert(Sample.account(name)) }
            #expect(try await store.directoryEntries(claiming: certificate) == [])
            try await store.bind(.init(account: Sample.name("lee-8b2c"), reference: serial, boundAt: Sample.start))
            let lee = try await store.directoryEntry(of: Sample.name("lee-8b2c"))
            #expect(try await store.directoryEntries(claiming: certificate) == [lee])
            try await store.bind(.init(account: Sample.name("kim-7f3a"), reference: key, boundAt: Sample.start))
            let kim = try await store.directoryEntry(of: Sample.name("kim-7f3a"))
            #expect(try await store.directoryEntries(claiming: certificate) == [kim, lee])
        },
        StoreClaim("who is not there has no entry") { store in
            let ghost = try await store.directoryEntry(of: Sample.name("ghost-1a2b"))
            #expect(ghost == nil)
            let nobody = try await store.directoryEntries(after: nil, limit: 10)
            #expect(nobody == [])
        },
    ]

    /// Bindings of both kinds, and grants past, running and to come, with several consoles, one and an ending.
    private static func settle(in store: any Store) async throws {
        let (bae, cho) = (Sample.name("bae-2b4d"), Sample.name("cho-9a1c"))
        let certificate = Sample.certificate()
        let serial = CertificateReference.issuerAndSerial(issuer: certificate.issuer, serial: certificate.serial)
        try await store.bind(.init(account: bae, reference: serial, boundAt: Sample.start + .seconds(1)))
        try await store.bind(
            .init(account: bae, reference: .publicKey(certificate.publicKey), boundAt: Sample.start))
        for (place, consoles) in [["fab", "build"], ["fab"], ["build"]].enumerated() {
            try await store.insert(
                PartnerGrant(
                    id: "grant-\(9 - place)", account: cho, consoles: Set(consoles.map { ConsoleID($0) }),
                    kind: .exportApproval, reference: "2026-11\(place)", sponsor: bae,
                    from: Sample.start + .seconds(60 * place), to: Sample.start + .seconds(3600)))
        }
        try await store.endGrant("grant-8", by: bae, at: Sample.start + .seconds(70))
    }
}
