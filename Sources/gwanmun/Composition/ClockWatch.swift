import GatewayAccess
import GatewayAudit
import GatewayCrypto
import GatewayIdentity
import GatewaySettings
import GatewaySystem
import GatewayTime
import Logging
import NIOPosix
import Synchronization

/// Holds the clock against its sources, and says what follows: alarm, record, closed consoles (compliance profile nct-2025-04, NCT2-4.6-P3, T102).
final class ClockWatch: Sendable {
    struct State: Sendable {
        var standing: ClockStanding
        /// What the sources said together; ages until they say something again.
        var reading: ClockReading?
        /// Why a source says nothing.
        var problems: [String] = []
    }

    /// What is told when the standing changes, and once an hour.
    struct Change: Sendable {
        let standing: ClockStanding
        let before: ClockStanding
        let offset: Int?
        let isHourly: Bool
    }

    private struct Kept {
        var state: State
        /// When the sources said it: by a clock that nobody sets, and by the one that is watched.
        var readAt: (steady: ContinuousClock.Instant, shown: UnixTime)?
        var recordedAt: ContinuousClock.Instant?
        /// When a look was finished last, or the watch began.
        var lookedAt: ContinuousClock.Instant
    }

    /// What was said last counts for so many rounds without an answer.
    private static let roundsWithoutAnswer = 3
    /// A look at a source that is silent takes its time.
    private static let shortestPatience = Duration.seconds(30)

    private let settings: ClockSettings
    private let kept: Mutex<Kept>
    private let clock: Clock
    private let steady: @Sendable () -> ContinuousClock.Instant
    private let read: @Sendable (ClockSettings.Source) async throws -> ClockReading
    private let logger: Logger

    /// - Parameters:
    ///   - steady: a clock that nobody sets.
    ///   - read: asks one source.
    init(
        _ settings: ClockSettings, clock: @escaping Clock,
        steady: @escaping @Sendable () -> ContinuousClock.Instant = { .now },
        read: @escaping @Sendable (ClockSettings.Source) async throws -> ClockReading = ClockWatch.ask,
        logger: Logger
    ) {
        self.settings = settings
        self.clock = clock
        self.steady = steady
        self.read = read
        self.logger = logger
        kept = Mutex(
            Kept(
                state: State(standing: settings.sources.isEmpty ? .unwatched : .unknown), lookedAt: steady()))
    }

    /// A look that does not come back says nothing, and what was said before it does not hold for ever.
    var state: State {
        let now = steady()
        return kept.withLock { kept in
            var state = kept.state
            if isOverdue(kept.lookedAt, at: now) { state.expire() }
            return state
        }
    }

    private func isOverdue(_ lookedAt: ContinuousClock.Instant, at now: ContinuousClock.Instant) -> Bool {
        !settings.sources.isEmpty
            && now - lookedAt >= max(settings.every * Self.roundsWithoutAnswer, Self.shortestPatience)
    }

    /// What is to be added to the clock, in milliseconds; `nil`: nobody knows.
    var offset: Int? { state.reading?.milliseconds }

    /// Until its task is cancelled.
    func run(_ tell: @escaping @Sendable (Change) async -> Void) async {
        guard !settings.sources.isEmpty else { return }
        async let minding: Void = mind(tell)
        while !Task.isCancelled {
            do { try await Task.sleep(for: settings.every) } catch { break }
            await look(tell)
        }
        await minding
    }

    /// Beside the looks, for one of them may not come back.
    private func mind(_ tell: @escaping @Sendable (Change) async -> Void) async {
        while !Task.isCancelled {
            do { try await Task.sleep(for: settings.every) } catch { return }
            await expire(tell)
        }
    }

    /// Tells that nobody knows any more, once, when no look was finished for three rounds.
    func expire(_ tell: @Sendable (Change) async -> Void) async {
        let now = steady()
        let change = kept.withLock { kept -> Change? in
            let before = kept.state.standing
            guard isOverdue(kept.lookedAt, at: now), before != .unknown else { return nil }
            kept.state.expire()
            kept.readAt = nil
            return Change(standing: .unknown, before: before, offset: nil, isHourly: false)
        }
        guard let change else { return }
        log(change, state.problems)
        await tell(change)
    }

    /// Asks every source, and tells what changed.
    func look(_ tell: @Sendable (Change) async -> Void) async {
        guard !settings.sources.isEmpty else { return }
        let answers = await ask()
        let (steady, shown) = (steady(), clock())
        let change = kept.withLock { kept -> Change? in
            let before = kept.state.standing
            kept.lookedAt = steady
            kept.state.problems = answers.problems
            if let reading = ClockReading.combined(answers.readings) {
                kept.readAt = (steady, shown)
                kept.state.reading = reading
            } else if let reading = kept.state.reading, let readAt = kept.readAt,
                answers.readings.isEmpty, steady - readAt.steady < settings.every * Self.roundsWithoutAnswer
            {
                kept.state.reading = reading.aged(by: steady - readAt.steady, shown: shown - readAt.shown)
                kept.readAt = (steady, shown)
            } else {
                if !answers.readings.isEmpty { kept.state.problems.append("the sources contradict each other") }
                kept.state.reading = nil
                kept.readAt = nil
            }
            kept.state.standing = settings.judge.standing(kept.state.reading)
            let isDue = kept.recordedAt.map { steady - $0 >= .seconds(3600) } ?? true
            guard isDue || kept.state.standing != before else { return nil }
            kept.recordedAt = steady
            return Change(
                standing: kept.state.standing, before: before, offset: kept.state.reading?.milliseconds,
                isHourly: kept.state.standing == before)
        }
        guard let change else { return }
        log(change, answers.problems)
        await tell(change)
    }

    private func log(_ change: Change, _ problems: [String]) {
        guard change.standing != change.before else { return }
        let metadata: Logger.Metadata = [
            "standing": "\(change.standing.rawValue)",
            "offset_ms": "\(change.offset.map(String.init) ?? "unknown")",
            "problems": "\(problems.joined(separator: "; "))",
        ]
        if change.standing == .safe {
            logger.notice("the clock agrees with its sources", metadata: metadata)
        } else {
            logger.error("the clock cannot be relied on", metadata: metadata)
        }
    }

    private struct Answers: Sendable {
        var readings: [ClockReading] = []
        var problems: [String] = []
    }

    /// On a thread that may wait.
    static let ask: @Sendable (ClockSettings.Source) async throws -> ClockReading = { source in
        try await NIOThreadPool.singleton.runIfActive { try ClockSources.reading(source) }
    }

    /// All at once: silent ones hold up none of the others.
    private func ask() async -> Answers {
        await withTaskGroup(of: Result<ClockReading, SourceProblem>.self) { group in
            for source in settings.sources {
                group.addTask {
                    do {
                        return .success(try await self.read(source))
                    } catch {
                        return .failure(SourceProblem(description: "\(source): \(error)"))
                    }
                }
            }
            var answers = Answers()
            for await result in group {
                switch result {
                case .success(let reading): answers.readings.append(reading)
                case .failure(let problem): answers.problems.append(problem.description)
                }
            }
            answers.problems.sort()
            return answers
        }
    }
}

extension ClockWatch.State {
    fileprivate mutating func expire() {
        standing = .unknown
        reading = nil
        problems = ["the sources were asked, and the answer has not come back"]
    }
}

struct SourceProblem: Error, CustomStringConvertible {
    let description: String
}

/// Asks one source; blocks for two seconds at most, names aside.
enum ClockSources {
    private static let patience = Duration.milliseconds(700)
    private static let tries = 3

    static func reading(_ source: ClockSettings.Source) throws -> ClockReading {
        switch source {
        case .kernel: return try KernelClock.reading()
        case .ntp(let host, let port):
            var problem: (any Error)?
            for _ in 0..<tries {
                do {
                    let nonce = try SecureRandom.bytes(8).reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
                    return try TimeServer.ask(host, port: port, nonce: nonce, patience: patience)
                } catch {
                    problem = error
                    guard case TimeServer.Failure.silent = error else { throw error }
                }
            }
            throw problem ?? SourceProblem(description: "no answer")
        }
    }
}

extension ClockReading {
    /// To be added to the clock.
    var milliseconds: Int {
        let (seconds, attoseconds) = offset.components
        return Int(clamping: seconds) * 1000 + Int(attoseconds / 1_000_000_000_000_000)
    }
}
