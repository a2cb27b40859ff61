internal import CNghttp2

/// Producers are told to wait when enough of theirs waits, and told when they may go on.
extension HTTP2Session {
    func holdBack(_ place: Int) {
        guard !streams.places[place].isHeldBack else { return }
        streams.places[place].isHeldBack = true
        heldBack += 1
    }

    func letGo(_ place: Int) {
        guard streams.places[place].isHeldBack else { return }
        streams.places[place].isHeldBack = false
        heldBack -= 1
    }

    /// There is something to send again on a stream that had nothing.
    func resume(_ place: Int) {
        guard streams.places[place].isDeferred else { return }
        streams.places[place].isDeferred = false
        settle(nghttp2_session_resume_data(engine, streams.places[place].id.rawValue))
    }

    /// Tells producers that may go on.
    ///
    /// - Returns: whether there were any.
    @discardableResult
    func wakeProducers() -> Bool {
        guard heldBack > 0 else { return false }
        var woken = false
        // An event may open a stream, but none is closed before nghttp2 is called again.
        for place in streams.places.indices {
            let isFull = streams.queuedBytes >= limits.connectionHighWater
            guard streams.places[place].mayGoOn(limits, connectionIsFull: isFull) else { continue }
            letGo(place)
            woken = true
            events?.becameWritable(streams.places[place].id)
        }
        return woken
    }
}
