import GatewayIdentity
import GatewayStore

extension ObservedStore {
    func insert(_ measure: TakenMeasure) async throws(StoreError) -> Bool {
        try note("insertMeasure")
        return try await store.insert(measure)
    }

    func note(_ effect: TakenMeasure.Effect, of measure: String) async throws(StoreError) {
        try note("noteEffect")
        try await store.note(effect, of: measure)
    }

    func liftMeasure(_ id: String, _ lift: TakenMeasure.Lift) async throws(StoreError) {
        try note("liftMeasure")
        try await store.liftMeasure(id, lift)
    }

    func measure(_ id: String) async throws(StoreError) -> TakenMeasure? {
        try note("measure")
        return try await store.measure(id)
    }

    func measures(lifted: Bool, limit: Int) async throws(StoreError) -> [TakenMeasure] {
        try note("measures")
        return try await store.measures(lifted: lifted, limit: limit)
    }

    func measures(naming thing: String) async throws(StoreError) -> [TakenMeasure] {
        try note("measuresNaming")
        return try await store.measures(naming: thing)
    }

    func measures(about account: AccountName) async throws(StoreError) -> [TakenMeasure] {
        try note("measuresAbout")
        return try await store.measures(about: account)
    }

    func doubts() async throws(StoreError) -> [AccountName: UnixTime] {
        try note("doubts")
        return try await store.doubts()
    }

    func removeMeasures(takenBefore: UnixTime) async throws(StoreError) {
        try note("removeMeasures")
        try await store.removeMeasures(takenBefore: takenBefore)
    }
}
