/// The open streams of a connection, in places that are used again. nghttp2 keeps a stream's place
/// for us, so that there is one look-up by number and not two.
struct StreamTable {
    var places: [StreamState] = []
    private var vacant: [Int] = []
    /// Requests of ours whose HEADERS frame has not been made.
    private(set) var unsent = 0
    /// Bytes of DATA waiting on all streams together.
    var queuedBytes = 0

    /// Places that an idle connection keeps.
    private static let keptPlaces = 1

    var count: Int { places.count - vacant.count }
    var isEmpty: Bool { count == 0 }

    mutating func open(_ id: HTTP2StreamID) -> Int {
        guard let place = vacant.popLast() else {
            places.append(StreamState(id: id))
            return places.count - 1
        }
        places[place] = StreamState(id: id)
        return place
    }

    /// Opens the stream of a request of ours, which will be sent when the output is written.
    mutating func begin(_ place: Int, _ id: HTTP2StreamID, answersHead: Bool, endsStream: Bool) {
        places[place].begin(id, answersHead: answersHead, endsStream: endsStream)
        unsent += 1
    }

    mutating func markSent(_ place: Int) {
        guard places[place].isUnsent else { return }
        places[place].isUnsent = false
        unsent -= 1
    }

    mutating func close(_ place: Int) {
        markSent(place)
        queuedBytes -= places[place].output.count
        places[place].leave()
        vacant.append(place)
        if isEmpty, places.count > Self.keptPlaces {
            places = []
            vacant = []
        }
    }
}
