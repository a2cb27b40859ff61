import GatewayCertificates
import GatewayIdentity
import GatewayPolicy
import GatewaySIEM
import GatewaySettings
import GatewayVault

/// Everything that a configuration names, looked at as a node would at its start, without changing any of it.
struct ConfigurationSurvey {
    private(set) var problems: [String] = []
    private(set) var warnings: [String] = []
    /// What to do about the first problem.
    private(set) var hint: String?
    /// What could be read.
    private(set) var trust: TrustSnapshot?
    private(set) var policy: PolicyMaterial?

    init(_ configuration: GatewayConfiguration, at now: UnixTime) {
        readTrust(configuration, at: now)
        readPolicy(configuration, at: now)
        readSigners(configuration)
        readKeys(configuration)
        readWarnings(configuration.warnings)
        readReceivers(configuration.siem)
        readClock(configuration)
        readPAM(configuration)
        readAttestation(configuration)
        readCountries(configuration)
    }

    private mutating func readCountries(_ configuration: GatewayConfiguration) {
        do throws(NodeProblem) { _ = try NodeMaterial.readCountries(configuration) } catch { note(error) }
        if configuration.countryDatabase == nil, policy?.snapshot.speaksOfCountries == true {
            warnings.append(
                "the policy speaks of countries, and there is no 'countries': every country is unknown, allow rules do not hold and deny rules strike"
            )
        }
    }

    private mutating func readAttestation(_ configuration: GatewayConfiguration) {
        do throws(NodeProblem) { _ = try SecurityKeyMaterial(configuration) } catch { note(error) }
    }

    private mutating func readTrust(_ configuration: GatewayConfiguration, at now: UnixTime) {
        do throws(NodeProblem) {
            let trust = try NodeMaterial.readTrust(configuration)
            self.trust = trust
            warnings += trust.alarms(at: now).map(\.description)
            _ = try NodeMaterial.readIdentities(configuration, trust)
        } catch {
            note(error)
        }
    }

    private mutating func readPolicy(_ configuration: GatewayConfiguration, at now: UnixTime) {
        do throws(NodeProblem) {
            let policy = try PolicyMaterial.read(configuration)
            self.policy = policy
            warnings += policy.loaded.warnings.map(\.description)
            warnings += policy.loaded.calendarDoubts(at: now).map { located in
                "\(located.position): \(located.doubt.place): \(located.doubt.advice(in: .english).finding)"
            }
        } catch {
            note(error)
        }
    }

    /// The keys that must be there, and what they signed.
    private mutating func readSigners(_ configuration: GatewayConfiguration) {
        guard configuration.policyChanges.mode == .signedFiles, let bundle = policy?.bundle else { return }
        do throws(NodeProblem) {
            _ = try PolicySignatures(folder: configuration.places.policies).signing(
                of: bundle, configuration.policyChanges)
        } catch {
            note(error)
        }
    }

    private mutating func readKeys(_ configuration: GatewayConfiguration) {
        do throws(KeyFileProblem) {
            if let file = configuration.places.keyFile { _ = try KeyFile(file).read() }
            if let token = configuration.keys.token { _ = try SecretLine.read(token.pinFile) }
        } catch {
            note(
                NodeProblem(
                    [error.description], hint: error.hint + " A lost key cannot be replaced."))
        }
    }

    private mutating func readWarnings(_ warnings: WarningSettings) {
        if let syslog = warnings.syslog {
            do {
                _ = try SyslogCarrier(syslog, host: "-")
            } catch {
                note(
                    NodeProblem(
                        ["warnings.syslog: \(error)"],
                        hint: "'ca', 'certificate' and 'key' are PEM files; certificate and key belong together."))
            }
        }
        guard let webhook = warnings.webhook else { return }
        do throws(PrivateFile.Problem) {
            _ = try WebhookSignature(keyFile: webhook.keyFile)
        } catch {
            note(
                NodeProblem(
                    [error.description],
                    hint: "'openssl rand 32' makes such a key; chmod 600. The receiver has the same."))
        }
    }

    /// Papers and positions; nobody is connected to.
    private mutating func readReceivers(_ settings: SIEMSettings) {
        for receiver in settings.receivers {
            do {
                _ = try SIEMPost.carrier(
                    of: receiver, host: "-", interruption: Interruption(), clock: SystemClock.now)
                _ = try PositionFile(folder: settings.positions, receiver: receiver.name).read()
            } catch {
                note(
                    NodeProblem(
                        ["siem.\(receiver.name): \(error)"],
                        hint: "'ca', 'certificate' and 'key' are PEM files; certificate and key belong together."))
            }
            if case .syslog(let syslog) = receiver.way, syslog.enterprise == SIEMReceiver.Syslog.exampleEnterprise,
                syslog.payload == .rfc5424
            {
                warnings.append(
                    "siem.\(receiver.name): 'enterprise' is left out: structured data are named by \(syslog.enterprise), the number for examples"
                )
            }
        }
    }

    private mutating func readClock(_ configuration: GatewayConfiguration) {
        guard configuration.clock.sources.isEmpty, let policy = policy?.snapshot, policy.hasClassifiedConsoles else {
            return
        }
        warnings.append(
            "there are classified consoles, and there is no 'clock': nobody notices a clock that is off, and nothing is refused for it"
        )
    }

    private mutating func readPAM(_ configuration: GatewayConfiguration) {
        guard let pam = configuration.pam else {
            if policy?.snapshot.asks(for: .password) == true {
                warnings.append("the policy asks for passwords, and there is no 'pam': nobody passes such a rule")
            }
            return
        }
        do throws(NodeProblem) { try PAMPlaces.check(pam) } catch { note(error) }
    }

    private mutating func note(_ problem: NodeProblem) {
        problems += problem.lines
        hint = hint ?? problem.hint
    }
}
