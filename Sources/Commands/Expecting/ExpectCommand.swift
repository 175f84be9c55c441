import ArgumentParser

/// `whyd expect`: what a change says it should do in production.
struct ExpectCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "expect", abstract: "Check what a change says it should do in production.",
        discussion: """
            A repository says in .whyd/expectations.yaml what its services should do, and a commit in Expect: trailers:

                expectations:
                  - error_rate(checkout) < 1%
                  - expect: p95(checkout "POST /pay") < 300ms
                    why: the payment page waits for it
                  - rate(checkout "POST /pay" where user.plan=free) > 2/s
                  - p95(checkout where flag fast-pay=on) unchanged within 10%

            Measures: p50 ... p99.9 (ns, us, ms, s, m), error_rate (%), rate (/s, /min, /h), count. Each deploy watch checks \
            those of the deployed revision and says pass, fail or inconclusive; a fail opens a case.
            """, subcommands: [ExpectCheckCommand.self])
}
