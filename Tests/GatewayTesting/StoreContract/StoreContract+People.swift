internal import GatewayIdentity
internal import GatewayStore
internal import Testing

extension StoreContract {
    static let people: [StoreClaim] = [
        StoreClaim("an account comes back as it was put") { store in
            var account = Sample.account(roles: [RoleName("staff"), RoleName("auditor")])
            try await store.insert(account)
            #expect(try await store.account(account.name) == account)

            account.roles = [RoleName("staff")]
            account.displayName = "Kim ' OR 1=1 --"
            account.state = .suspended
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
                try await store.setState(.disabled, of: Sample.name("kim-7f3a"))
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
            #expect(try await Set(store.allBindings()) == [bySerial, byKey])

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
        StoreClaim("nothing is bound to an account that is not there") { store in
            let binding = CertificateBinding(
                account: Sample.name("ghost-1a2b"), reference: .publicKey(Sample.digest(9)), boundAt: Sample.start)
            await #expect(throws: StoreError.notFound(.account)) { try await store.bind(binding) }
        },
    ]
}
