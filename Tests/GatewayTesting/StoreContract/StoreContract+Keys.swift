internal import GatewayCrypto
internal import GatewayIdentity
internal import GatewayStore
internal import Testing

extension StoreContract {
    static let keysAndHistory = keyEncryptionKeys + dataKeys + accountKeys + sealedRows + loginHistory

    private static let keyEncryptionKeys: [StoreClaim] = [
        StoreClaim("of several nodes that begin at once one names the first key-encryption key") { store in
            let won = try await winners(of: 8) { racer in
                try await store.insertFirstKeyEncryptionKey(wrappingKey(UInt8(racer)))
            }
            #expect(won == 1)
            #expect(try await store.keyEncryptionKeys().count == 1)
        },
        StoreClaim("a key-encryption key is retired when it is not the newest and wraps nothing") { store in
            let (old, new) = (wrappingKey(1), wrappingKey(2))
            #expect(try await store.insertFirstKeyEncryptionKey(old))
            await #expect(throws: StoreError.conflict(.keyInUse)) {
                try await store.retireKeyEncryptionKey(old.id, at: Sample.start)
            }
            try await store.insertKeyEncryptionKey(new)
            await #expect(throws: StoreError.conflict(.identifierExists)) {
                try await store.insertKeyEncryptionKey(new)
            }
            let wrapped = try dataKey(under: 1)
            try await store.insertDataKey(wrapped)
            await #expect(throws: StoreError.conflict(.keyInUse)) {
                try await store.retireKeyEncryptionKey(old.id, at: Sample.start)
            }
            #expect(try await store.replaceDataKey(wrapped.key, with: renamed(wrapped.key, by: 2)))
            for _ in 0..<2 { try await store.retireKeyEncryptionKey(old.id, at: Sample.start) }
            #expect(try await store.keyEncryptionKeys().map(\.retiredAt) == [Sample.start, nil])
            // Nothing comes under it any more.
            await #expect(throws: StoreError.conflict(.keyInUse)) {
                try await store.insertDataKey(dataKey(under: 1))
            }
            let unknown = try #require(KeyEncryptionKeyID("0badcafe"))
            await #expect(throws: StoreError.notFound(.keyEncryptionKey)) {
                try await store.retireKeyEncryptionKey(unknown, at: Sample.start)
            }
        },
        StoreClaim("one of several is told once a day that a key is past its time") { store in
            let key = wrappingKey(1)
            try await store.insertKeyEncryptionKey(key)
            for day in 0..<3 {
                let at = Sample.start + .seconds(day * 86400)
                let told = try await winners(of: 8) { _ in
                    try await store.mayWarn(of: key.id, at: at, pause: .seconds(86400))
                }
                #expect(told == 1)
            }
        },
    ]

    private static let dataKeys: [StoreClaim] = [
        StoreClaim("of several nodes that begin at once one makes the first data key") { store in
            let won = try await winners(of: 8) { _ in try await store.insertFirstDataKey(dataKey(under: 1)) }
            #expect(won == 1)
            #expect(try await store.dataKeys().count == 1)
        },
        StoreClaim("a data key is replaced by one of two who wrap it anew, and keeps its place") { store in
            let (one, two) = try (dataKey(under: 1), dataKey(under: 1))
            try await store.insertDataKey(one)
            try await store.insertDataKey(two)
            let won = try await winners(of: 8) { racer in
                try await store.replaceDataKey(one.key, with: renamed(one.key, by: UInt8(2 + racer)))
            }
            #expect(won == 1)
            #expect(try await store.dataKeys().map(\.key.id) == [one.key.id, two.key.id])
            #expect(try await store.dataKeys().map(\.createdAt) == [Sample.start, Sample.start])
        },
        StoreClaim("a data key is destroyed when it is not the newest and nothing is under it") { store in
            try await store.insert(Sample.account())
            let (old, opened) = try openDataKey()
            try await store.insertDataKey(old)
            await #expect(throws: StoreError.conflict(.keyInUse)) { try await store.destroyDataKey(old.key.id) }
            let (new, _) = try openDataKey()
            try await store.insertDataKey(new)

            let account = try opened.wrap(.random(), of: "kim-7f3a")
            #expect(try await store.insertAccountKey(account, at: Sample.start))
            await #expect(throws: StoreError.conflict(.keyInUse)) { try await store.destroyDataKey(old.key.id) }
            try await store.destroyAccountKey(of: Sample.name("kim-7f3a"))

            let binding = SealBinding.nodeSecret("n")
            let secret = try opened.seal(SecretBytes(copying: [1]), for: binding)
            #expect(try await store.insertNodeSecret("n", secret))
            await #expect(throws: StoreError.conflict(.keyInUse)) { try await store.destroyDataKey(old.key.id) }
            let row = SealedRow(binding: binding, secret: secret)
            #expect(
                try await store.replace(row, with: SealingKey.random().seal(SecretBytes(copying: [1]), for: binding)))

            try await store.destroyDataKey(old.key.id)
            #expect(try await store.dataKeys().map(\.key.id) == [new.key.id])
            await #expect(throws: StoreError.notFound(.dataKey)) { try await store.destroyDataKey(old.key.id) }
        },
    ]

    private static let accountKeys: [StoreClaim] = [
        StoreClaim("an account has one key, whoever makes it first") { store in
            try await store.insert(Sample.account())
            let (stored, dataKey) = try openDataKey()
            try await store.insertDataKey(stored)
            let won = try await winners(of: 8) { _ in
                try await store.insertAccountKey(dataKey.wrap(.random(), of: "kim-7f3a"), at: Sample.start)
            }
            #expect(won == 1)
            await #expect(throws: StoreError.notFound(.account)) {
                _ = try await store.insertAccountKey(dataKey.wrap(.random(), of: "nobody"), at: Sample.start)
            }
        },
        StoreClaim("no account's key comes under a data key that was destroyed") { store in
            try await store.insert(Sample.account())
            let (_, dataKey) = try openDataKey()
            #expect(
                try await store.insertAccountKey(dataKey.wrap(.random(), of: "kim-7f3a"), at: Sample.start) == false)
        },
        StoreClaim("an account's key that was destroyed is not brought back by one who had read it before") { store in
            try await store.insert(Sample.account())
            let (stored, dataKey) = try openDataKey()
            try await store.insertDataKey(stored)
            let opened = try SealingKey.random()
            let key = try dataKey.wrap(opened, of: "kim-7f3a")
            #expect(try await store.insertAccountKey(key, at: Sample.start))
            try await store.destroyAccountKey(of: Sample.name("kim-7f3a"))
            #expect(try await store.accountKey(of: Sample.name("kim-7f3a")) == nil)
            #expect(try await store.replaceAccountKey(key, with: dataKey.wrap(opened, of: "kim-7f3a")) == false)
            #expect(try await store.accountKey(of: Sample.name("kim-7f3a")) == nil)
        },
        StoreClaim("keys of accounts under other data keys are found until none is left") { store in
            let ((storedOld, old), (storedNew, new)) = try (openDataKey(), openDataKey())
            for stored in [storedOld, storedNew] { try await store.insertDataKey(stored) }
            for number in 0..<5 {
                try await store.insert(Sample.account("kim-\(number)"))
                let key = try old.wrap(.random(), of: "kim-\(number)")
                #expect(try await store.insertAccountKey(key, at: Sample.start))
            }
            #expect(try await store.accountKeys(wrappedByOtherThan: old.id, limit: 9).isEmpty)
            for left in [3, 2] {
                let page = try await store.accountKeys(wrappedByOtherThan: new.id, limit: 3)
                #expect(page.count == left)
                for key in page {
                    #expect(try await store.replaceAccountKey(key, with: new.wrap(old.unwrap(key), of: key.account)))
                }
            }
            #expect(try await store.accountKeys(wrappedByOtherThan: new.id, limit: 3).isEmpty)
        },
    ]

    private static let sealedRows: [StoreClaim] = [
        StoreClaim("secrets sealed under a key are found with their place, and replaced while they are what they were")
        {
            store in
            try await store.insert(Sample.account())
            let (stored, key) = try openDataKey()
            try await store.insertDataKey(stored)
            let device = try pendingDevice(sealedUnder: key)
            try await store.insertPending(device)
            let node = SealBinding.nodeSecret("n")
            #expect(try await store.insertNodeSecret("n", key.seal(SecretBytes(copying: [2]), for: node)))

            #expect(try await store.keyUses() == [key.id: KeyUse(accountSecrets: 1, nodeSecrets: 1)])
            let rows = try await store.sealedRows(under: key.id, limit: 9)
            #expect(rows.map(\.binding) == [TOTPDevice.binding(of: device.id, account: device.account), node])
            #expect(try await store.sealedRows(under: key.id, limit: 1).map(\.binding) == [rows[0].binding])

            let other = try SealingKey.random()
            for row in rows {
                let anew = try other.seal(key.open(row.secret, for: row.binding), for: row.binding)
                #expect(try await winners(of: 4) { _ in try await store.replace(row, with: anew) } == 1)
            }
            #expect(try await store.sealedRows(under: key.id, limit: 9).isEmpty)
            #expect(try await store.totpDevices(of: device.account).first?.secret.key == other.id)
            #expect(try await store.nodeSecret("n")?.key == other.id)
        },
        StoreClaim("a secret of the node is kept once") { store in
            let key = try SealingKey.random()
            let won = try await winners(of: 8) { racer in
                let secret = SecretBytes(copying: [UInt8(racer)])
                return try await store.insertNodeSecret("n", key.seal(secret, for: .nodeSecret("n")))
            }
            #expect(won == 1)
            #expect(try await store.nodeSecret("other") == nil)
        },
    ]

    private static let loginHistory: [StoreClaim] = [
        StoreClaim("a login is told of the login before and of the failures since") { store in
            try await store.insert(Sample.account())
            let owner = Sample.name("kim-7f3a")
            #expect(try await store.recordLogin(of: owner, at: Sample.start, from: Sample.address, with: "") == .none)
            let elsewhere = try #require(NetworkAddress("2001:db8::7"))
            let failure = Sample.start + .seconds(60)
            #expect(
                try await winners(of: 20) { _ in
                    try await store.recordFailedLogin(of: owner, at: failure, from: elsewhere, with: "")
                    return true
                } == 20)
            let expected = LoginNotice(
                lastLogin: Sample.start, lastLoginFrom: Sample.address, failuresSince: 20, lastFailure: failure,
                lastFailureFrom: elsewhere)
            #expect(try await store.loginNotice(of: owner) == expected)
            #expect(try await store.recordLogin(of: owner, at: failure, from: Sample.address, with: "") == expected)
            #expect(try await store.loginNotice(of: owner).failuresSince == 0)
        },
        StoreClaim("of the logins of a person the newest few are kept, failed ones too") { store in
            try await store.insert(Sample.account())
            let owner = Sample.name("kim-7f3a")
            for minute in 0..<40 {
                let at = Sample.start + .seconds(60 * minute)
                if minute.isMultiple(of: 2) {
                    _ = try await store.recordLogin(of: owner, at: at, from: Sample.address, with: "Firefox")
                } else {
                    try await store.recordFailedLogin(of: owner, at: at, from: Sample.address, with: "curl")
                }
            }
            let logins = try await store.pastLogins(of: owner)
            #expect(logins.count == PastLogin.kept)
            #expect(
                logins.first
                    == PastLogin(
                        at: Sample.start + .seconds(60 * 39), from: Sample.address, device: "curl", succeeded: false))
            #expect(logins.map(\.at) == logins.map(\.at).sorted(by: >))
            #expect(try await store.pastLogins(of: Sample.name("lee-8b2c")) == [])
        },
    ]

    // MARK: Samples

    private static func wrappingKey(_ byte: UInt8) -> StoredKeyEncryptionKey {
        StoredKeyEncryptionKey(
            id: KeyEncryptionKey.sample(byte).id, place: .file, createdAt: Sample.start,
            rotateBy: Sample.start + .seconds(365 * 86400), orderedBy: "gateway")
    }

    private static func dataKey(under byte: UInt8) throws -> StoredDataKey {
        StoredDataKey(try KeyEncryptionKey.sample(byte).wrap(.random()), createdAt: Sample.start)
    }

    private static func openDataKey() throws -> (stored: StoredDataKey, open: SealingKey) {
        let key = try SealingKey.random()
        return (StoredDataKey(try KeyEncryptionKey.sample().wrap(key), createdAt: Sample.start), key)
    }

    private static func renamed(_ key: WrappedDataKey, by byte: UInt8) -> WrappedDataKey {
        WrappedDataKey(id: key.id, wrappedBy: KeyEncryptionKey.sample(byte).id, box: key.box + [byte])
    }
}
