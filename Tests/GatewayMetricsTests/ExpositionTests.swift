import Testing

@testable import GatewayMetrics

@Suite struct `The text for collectors` {
    private func read(_ families: [MetricFamily]) throws -> [StrictReader.Family] {
        try StrictReader.read(Exposition.text(of: families, as: .text))
    }

    @Test func `has families by name, each with its meaning and kind before its samples`() {
        let text = Exposition.text(
            of: [
                MetricFamily(gauge: "gwanmun_b", "What rises and falls", .count(-3)),
                MetricFamily(
                    counter: "gwanmun_a", "What only grows",
                    samples: [MetricSample(["size": "large", "colour": "red"], .unsigned(7))]),
            ], as: .text)
        #expect(
            text == """
                # HELP gwanmun_a_total What only grows
                # TYPE gwanmun_a_total counter
                gwanmun_a_total{colour="red",size="large"} 7
                # HELP gwanmun_b What rises and falls
                # TYPE gwanmun_b gauge
                gwanmun_b -3

                """)
    }

    /// <https://prometheus.io/docs/specs/om/open_metrics_spec/>: a counter's family has no `_total`, and the text ends in `# EOF`.
    @Test func `is OpenMetrics for those who ask for it`() {
        let family = MetricFamily(counter: "gwanmun_a", "A \"quoted\" word", .count(1))
        #expect(
            Exposition.text(of: [family], as: .openMetrics) == """
                # HELP gwanmun_a A \\"quoted\\" word
                # TYPE gwanmun_a counter
                gwanmun_a_total 1
                # EOF

                """)
        #expect(Exposition.text(of: [family], as: .text).contains("A \"quoted\" word"))
    }

    /// A value must neither end its line nor its quotes; CR LF is one character to Swift and two to a reader.
    @Test(arguments: ["a\nb", "a\r\nb", "\"", "\\", "\\n", "ends in \\", "관문 🚪", "{}=,", ""])
    func `carries any label value and any help unharmed`(text: String) throws {
        let family = MetricFamily(gauge: "g", "help " + text, samples: [MetricSample(["l": text], .count(1))])
        let read = try read([family])
        #expect(read.first?.help.unicodeScalars.elementsEqual(("help " + text).unicodeScalars) == true)
        #expect(read.first?.samples.first?.labels["l"]?.unicodeScalars.elementsEqual(text.unicodeScalars) == true)
    }

    @Test(arguments: [
        (MetricValue.seconds(.zero), "0.0"), (.seconds(.microseconds(25)), "0.000025"),
        (.seconds(.seconds(60)), "60.0"),
        (.seconds(.milliseconds(-1500)), "-1.5"), (.seconds(.milliseconds(-5)), "-0.005"),
        (.seconds(.nanoseconds(1)), "0.000000001"), (.real(.infinity), "+Inf"), (.real(-.infinity), "-Inf"),
        (.real(.nan), "NaN"), (.real(0.5), "0.5"), (.unsigned(.max), "18446744073709551615"), (.flag(true), "1"),
    ])
    func `writes a number so that it is read as the same`(value: MetricValue, text: String) {
        #expect(value.text == text)
    }

    @Test func `has histograms whose buckets count everything up to their bound`() throws {
        var schema = MetricSchema()
        let waits = schema.histogram("wait_seconds", "Waiting", in: .wait)
        let tally = LoopTally(schema)
        for milliseconds in [1, 2, 2, 70_000] as [Int64] { tally.observe(waits, nanoseconds: milliseconds * 1_000_000) }
        let read = try read(schema.families(in: [tally.sheet]))
        #expect(read.value("wait_seconds_bucket", ["le": "0.001"]) == 1)
        #expect(read.value("wait_seconds_bucket", ["le": "0.0025"]) == 3)
        #expect(read.value("wait_seconds_bucket", ["le": "60.0"]) == 3)
        #expect(read.value("wait_seconds_bucket", ["le": "+Inf"]) == 4)
        #expect(read.value("wait_seconds_count") == 4)
        #expect(read.value("wait_seconds_sum") == 70.005)
    }

    @Test(arguments: [
        (nil, ExpositionFormat.text), ("*/*", .text), ("text/plain;version=0.0.4", .text),
        // As Prometheus 3 asks.
        (
            "application/openmetrics-text;version=1.0.0;escaping=allow-utf-8;q=0.5,text/plain;version=0.0.4;q=0.3,*/*;q=0.1",
            .openMetrics
        ),
        ("Application/OpenMetrics-Text", .openMetrics), ("application/openmetrics-text;q=0", .text),
        ("application/openmetrics-text; q=0.000, text/plain", .text), ("application/openmetrics-textual", .text),
        (",;=", .text),
    ])
    func `is in the format that the collector can read`(accept: String?, format: ExpositionFormat) {
        #expect(ExpositionFormat(accepting: accept) == format)
    }
}
