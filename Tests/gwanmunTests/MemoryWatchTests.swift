import Gateway
import Testing

@testable import gwanmun

@Suite struct `The size of the process` {
    @Test(
        arguments: [
            (0, .normal), (799, .normal), (800, .strained), (949, .strained), (950, .overloaded), (2000, .overloaded),
        ] as [(Int, Pressure)])
    func `becomes pressure before the limit is reached`(resident: Int, pressure: Pressure) {
        #expect(MemoryWatch.pressure(of: resident, limit: 1000) == pressure)
    }
}
