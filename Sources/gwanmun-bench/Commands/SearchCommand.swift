import ArgumentParser
import GatewayAudit
import GatewayAuditFile
import GatewayAuditIndex
import GatewayIdentity
import Glibc

struct SearchCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "search", abstract: "Indexes a trail that 'trail' wrote, and searches it.",
        discussion:
            "Prints what the index costs, and of each search the slowest page of all rounds. bench/search runs both.")

    @Argument(help: "The folder.")
    var folder: String
    @Option(help: "How often each search is made.")
    var rounds = 5
    @Option(help: "Milliseconds that no page may exceed; 0: only shown.")
    var limit = 200.0
    @Flag(help: "Take the index that is there.")
    var keep = false

    func run() throws {
        if !keep { try index() }
        var slowest = 0.0
        print("search                                   records  slowest page, ms")
        for (name, criteria, pages) in searches(of: try last()) {
            var times: [Double] = []
            var found = 0
            for _ in 0..<rounds {
                let searcher = TrailSearcher(directory: folder)
                var place: TrailPlace?
                found = 0
                for _ in 0..<pages {
                    let begin = Self.now()
                    let page = try searcher.page(TrailQuestion(criteria, before: place))
                    times.append((Self.now() - begin) * 1000)
                    if let failure = page.indexFailure { throw SampleProblem("\(failure)") }
                    found += page.records.count
                    place = page.next
                    if place == nil { break }
                }
            }
            slowest = max(slowest, times.max() ?? 0)
            print("\(name.padded(40)) \(String(found).padded(8)) \(Self.rounded(times.max() ?? 0))")
        }
        guard limit == 0 || slowest <= limit else { throw SampleProblem("a page took \(Self.rounded(slowest)) ms") }
    }

    private func index() throws {
        let indexer = TrailIndexer(in: folder)
        let (begin, processor) = (Self.now(), Self.processorTime())
        let known = try SampleProblem.expect(try indexer.startAnew(), "index")
        var cursor = TrailCursor(directory: folder, after: known)
        let last = try last()
        while cursor.position < last {
            if case .again = indexer.take(try cursor.next(through: last)) {
                throw SampleProblem("the index was not written")
            }
        }
        try indexer.settle()
        let (time, cost) = (Self.now() - begin, Self.processorTime() - processor)
        var size = 0
        for suffix in ["", "-wal"] {
            var status = stat()
            if stat("\(folder)/index.sqlite\(suffix)", &status) == 0 { size += Int(status.st_size) }
        }
        print(
            "\(last) records: \(Self.rounded(time)) s, \(Self.rounded(cost * 1e6 / Double(last))) us of processor time and "
                + "\(Self.rounded(Double(size) / Double(last))) bytes of index a record")
    }

    private func last() throws -> UInt64 {
        let reader = SegmentShelf(directory: folder)
        let segment = try SampleProblem.expect(try reader.segments().last, "trail")
        var last: UInt64 = 0
        _ = try reader.forEachLineBackwards(of: segment, before: .max) { _, line in
            last = RecordFrame(line)?.sequence ?? 0
            return .stop
        }
        return last
    }

    /// Of records of the middle of the trail, so that the newest hold no advantage.
    private func searches(of last: UInt64) -> [(String, RecordCriteria, pages: Int)] {
        func of(_ change: (inout RecordCriteria) -> Void) -> RecordCriteria {
            var criteria = RecordCriteria()
            change(&criteria)
            return criteria
        }
        let begin = UnixTime(milliseconds: 1_795_311_000_123)
        let middle = begin + .milliseconds(Int64(last) / 3 * SampleTrail.step)
        let request = RequestID(high: 0x6e1c_9d20_7b3f_4a58, low: last / 3).description
        let day: (inout RecordCriteria) -> Void = {
            $0.from = middle
            $0.to = middle + .seconds(86_400)
        }
        return [
            ("newest", of { _ in }, 1),
            ("person, much", of { $0.person = "person-1" }, 1),
            ("person, little", of { $0.person = "person-990" }, 1),
            (
                "person, console, day",
                of {
                    $0.person = "person-7"; $0.console = "console-3"; day(&$0)
                }, 1
            ),
            (
                "person, little, console, day",
                of {
                    $0.person = "person-900"; $0.console = "console-39"; day(&$0)
                }, 1
            ),
            ("rare reason", of { $0.reason = Reason.sessionCertificateMismatch.rawValue }, 1),
            ("request id", of { $0.requestID = request }, 1),
            ("request id that is none", of { $0.requestID = "0123456789abcdef0123456789abcdef" }, 1),
            ("event id that is none", of { $0.eventID = "0123456789abcdef0123456789abcdef" }, 1),
            ("address", of { $0.address = "10.20.7.100" }, 1),
            ("session", of { $0.sessionHash = SampleRequests.digest(803).hex }, 1),
            (
                "outcome denied, day",
                of {
                    $0.outcome = .denied; day(&$0)
                }, 1
            ),
            (
                "no match: person, type",
                of {
                    $0.person = "person-1"; $0.type = .keyEvent
                }, 1
            ),
            (
                "no match: person, console, reason",
                of {
                    $0.person = "person-1"; $0.console = "console-0"; $0.type = .access; $0.reason = "default_deny"
                }, 1
            ),
            (
                "no match: person of another address",
                of {
                    $0.person = "person-1"; $0.address = "10.20.0.0"
                }, 1
            ),
            ("deep: 200 pages of a person", of { $0.person = "person-1" }, 200),
            (
                "deep: 200 pages of a rare pair",
                of {
                    $0.person = "person-900"; $0.outcome = .success
                }, 200
            ),
            ("a day, 100 pages", of { day(&$0) }, 100),
        ]
    }

    private static func now() -> Double { seconds(CLOCK_MONOTONIC) }
    private static func processorTime() -> Double { seconds(CLOCK_PROCESS_CPUTIME_ID) }
    private static func seconds(_ clock: clockid_t) -> Double {
        var time = timespec()
        clock_gettime(clock, &time)
        return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
    }
    private static func rounded(_ number: Double) -> String { "\((number * 100).rounded() / 100)" }
}

extension String {
    fileprivate func padded(_ width: Int) -> String { self + String(repeating: " ", count: max(0, width - count)) }
}
