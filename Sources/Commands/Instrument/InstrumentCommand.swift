import ArgumentParser

/// `whyd instrument`: what production does not show, and proof that a patch shows it.
struct InstrumentCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "instrument", abstract: "List blind spots, write a patch for them, or prove that a patch works.",
        discussion: """
            `whyd instrument` lists routes, outgoing calls and error paths of the source that no span shows, attributes \
            that investigations asked for and did not find, and builds without a revision. With a model configured, \
            `--patch FILE` writes an OpenTelemetry patch for the first of them; whyd never applies it.

            `whyd instrument verify --patch FILE -- COMMAND` applies a patch to a scratch copy of the repository's head, \
            runs the command there against a private OTLP port, and says whether what the patch promises arrived.

            Example: whyd instrument verify --patch cart.diff -- pytest tests/test_cart.py
            """, subcommands: [InstrumentListCommand.self, InstrumentVerifyCommand.self],
        defaultSubcommand: InstrumentListCommand.self)
}
