internal import GatewayIdentity
internal import GatewayStore
internal import Testing

extension StoreContract {
    private static let kim = Sample.name("kim-7f3a")

    static let contactsAndPlaces: [StoreClaim] = [
        StoreClaim("an account has one contact, the last that was set, until it is forgotten") { store in
            try await store.insert(Sample.account())
            #expect(try await store.contact(of: kim) == nil)
            for text in ["kim@example.kr", "haneul.kim@example.kr"] {
                try await store.setContact(MailAddress(text), of: kim)
                #expect(try await store.contact(of: kim)?.text == text)
            }
            try await store.setContact(nil, of: kim)
            #expect(try await store.contact(of: kim) == nil)
        },
        StoreClaim("nobody's contact is kept") { store in
            await #expect(throws: StoreError.notFound(.account)) {
                try await store.setContact(MailAddress("kim@example.kr"), of: kim)
            }
        },
        StoreClaim("a place is new once, the first of an account is not new, and others' places do not count") {
            store in
            try await store.insert(Sample.account())
            try await store.insert(Sample.account("lee-90aa"))
            let (office, home) = (place("192.0.2.7", "Firefox"), place("198.51.100.7", "Firefox"))
            #expect(try await store.notePlace(office, of: kim, at: Sample.start) == .first)
            #expect(try await store.notePlace(place("192.0.2.200", "Firefox"), of: kim, at: Sample.start) == .known)
            #expect(try await store.notePlace(place("192.0.2.7", "curl"), of: kim, at: Sample.start) == .new)
            #expect(try await store.notePlace(office, of: Sample.name("lee-90aa"), at: Sample.start) == .first)
            let told = try await winners(of: 20) { _ in
                try await store.notePlace(home, of: kim, at: Sample.start) == .new
            }
            #expect(told == 1)
        },
        StoreClaim("places are forgotten after their time, and beyond a hundred") { store in
            try await store.insert(Sample.account())
            _ = try await store.notePlace(place("192.0.2.7", "0"), of: kim, at: Sample.start)
            for index in 1...100 {
                _ = try await store.notePlace(
                    place("192.0.2.7", "\(index)"), of: kim, at: Sample.start + .seconds(index))
            }
            #expect(try await store.notePlace(place("192.0.2.7", "1"), of: kim, at: Sample.start) == .known)
            #expect(
                try await store.notePlace(place("192.0.2.7", "0"), of: kim, at: Sample.start + .seconds(200)) == .new)
            try await store.removePlaces(lastSeenBefore: Sample.start + .seconds(201))
            #expect(try await store.notePlace(place("192.0.2.7", "0"), of: kim, at: Sample.start) == .first)
        },
    ]

    private static func place(_ address: String, _ device: String) -> LoginPlace {
        LoginPlace(source: NetworkAddress(address) ?? Sample.address, device: device)
    }
}
