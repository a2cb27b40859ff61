public import Synchronization

/// The numbers of one writer, in memory of its own: no other writer's numbers share a cache line with it.
///
/// Read by anybody at any time. Each number is read whole; between two of them a writer may have gone on, so a histogram can be one
/// value ahead of its sum. That is what a collector expects, and the price for writers that wait for nobody.
// @unchecked: the memory is allocated once and each cell of it is an atomic.
public final class MetricSheet: @unchecked Sendable {
    @usableFromInline let cells: UnsafeMutablePointer<Atomic<UInt64>>
    @usableFromInline let count: Int
    /// Two lines, because processors fetch them in pairs.
    private static let alignment = 128

    public init(_ schema: MetricSchema) {
        count = schema.size
        let bytes = (count * MemoryLayout<UInt64>.stride + Self.alignment - 1) & ~(Self.alignment - 1)
        let memory = UnsafeMutableRawPointer.allocate(byteCount: bytes, alignment: Self.alignment)
        cells = memory.bindMemory(to: Atomic<UInt64>.self, capacity: count)
        for index in 0..<count { (cells + index).initialize(to: Atomic(0)) }
    }

    deinit {
        cells.deinitialize(count: count)
        UnsafeMutableRawPointer(cells).deallocate()
    }

    func value(at cell: Int) -> UInt64 { cells[cell].load(ordering: .relaxed) }
}
