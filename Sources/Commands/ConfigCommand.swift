import ArgumentParser

/// `whyd config`: prints every configuration key, or checks a file.
struct ConfigCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "config",
        abstract: "Print a whyd.yaml with every key and its default, or check one.",
        discussion:
            "Write a file to start from with `whyd config > whyd.yaml`; check it with `whyd config --check whyd.yaml`.")

    @Option(help: "A configuration file to check; prints nothing but errors and exits 2 where it is wrong.")
    var check: String?

    func run() async throws {
        guard let check else {
            print(ConfigurationText.documented, terminator: "")
            return
        }
        do {
            _ = try Configuration.load(path: check)
            print("\(check): fine")
        } catch {
            throw CommandFailure("\(error)", code: 2)
        }
    }
}
