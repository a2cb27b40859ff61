/// The bounds of a histogram of times, fixed when the program is built: what was collected last year compares with today.
///
/// The bounds lie in memory that is never changed and never freed, so that a histogram passes from hand to hand without a reference count.
@frozen
// @unchecked: the memory behind the pointer is written once, before anybody has the pointer.
public struct Buckets: @unchecked Sendable {
    /// Upper bounds in nanoseconds, ascending, each included in its bucket; above the last one is one more bucket.
    @usableFromInline let bounds: UnsafeBufferPointer<UInt64>

    /// - Parameter microseconds: upper bounds, ascending. For constants: what is made here stays.
    private init(microseconds: [UInt64]) {
        let memory = UnsafeMutableBufferPointer<UInt64>.allocate(capacity: microseconds.count)
        _ = memory.initialize(from: microseconds.map { $0 &* 1000 })
        bounds = UnsafeBufferPointer(memory)
    }

    /// Cells of one row: the buckets, and the sum.
    @inlinable var cells: Int { bounds.count &+ 2 }

    /// The bucket of a value, from 0. A walk, because most values lie below the first bounds.
    @inlinable
    func index(of nanoseconds: UInt64) -> Int {
        var index = 0
        while index < bounds.count, nanoseconds > bounds[index] { index &+= 1 }
        return index
    }

    /// For work of the gateway's own, which takes microseconds, and may wait for a disk: 25 µs to 5 s.
    public static let work = Buckets(
        microseconds: [
            25, 50, 100, 250, 500, 1000, 2500, 5000, 10_000, 25_000, 50_000, 100_000, 250_000, 1_000_000, 5_000_000,
        ])

    /// For what others take: 1 ms to 60 s.
    public static let wait = Buckets(
        microseconds: [
            1000, 2500, 5000, 10_000, 25_000, 50_000, 100_000, 250_000, 500_000, 1_000_000, 2_500_000, 5_000_000,
            10_000_000, 30_000_000, 60_000_000,
        ])
}
