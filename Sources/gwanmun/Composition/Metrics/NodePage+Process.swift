import GatewayCrypto
import GatewayIdentity
import GatewayMetrics
import GatewaySystem

extension NodePage {
    /// By the names that every client library of Prometheus gives them.
    var process: [MetricFamily] {
        let start = [
            MetricFamily(
                gauge: "process_start_time_seconds", "When the node started", .seconds(startedAt.sinceEpoch)),
            MetricFamily(
                gauge: "gwanmun_build_info", "1, with the version of the program and of its OpenSSL",
                samples: [MetricSample(["version": Node.version, "openssl": CryptoEngine.version], .flag(true))]),
        ]
        let usage: ProcessUsage
        do throws(ProcessUsage.Failure) {
            usage = try ProcessUsage.now()
        } catch {
            // Without /proc there is nothing to say; an alarm on absence finds it.
            return start
        }
        return start + [
            MetricFamily(
                counter: "process_cpu_seconds", "Processor time, in user and system mode", .seconds(usage.processorTime)
            ),
            MetricFamily(gauge: "process_resident_memory_bytes", "Memory in use", .count(usage.residentBytes)),
            MetricFamily(gauge: "process_open_fds", "Open descriptors", .count(usage.openDescriptors)),
            MetricFamily(gauge: "process_max_fds", "How many may be open", .unsigned(usage.descriptorLimit)),
        ]
    }
}
