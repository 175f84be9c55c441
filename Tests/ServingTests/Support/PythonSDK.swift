import Foundation
import Subprocess
import SystemPackage

/// The OpenTelemetry Python SDK in a virtual environment beside the package, made when it is first needed.
struct PythonSDK: Sendable {
    private static let requirements = [
        "opentelemetry-sdk==1.45.1", "opentelemetry-exporter-otlp-proto-grpc==1.45.1",
        "opentelemetry-exporter-otlp-proto-http==1.45.1",
    ]

    let python: String

    /// The environment; nil, with a printed line, where there is no Python or no package registry.
    static func prepared() async throws -> PythonSDK? {
        let folder = package.appendingPathComponent(".build-venv-otel")
        let python = folder.appendingPathComponent("bin/python").path
        let stamp = folder.appendingPathComponent("ready")
        if FileManager.default.fileExists(atPath: stamp.path) { return PythonSDK(python: python) }
        try? FileManager.default.removeItem(at: folder)
        guard await succeeds("python3", ["-m", "venv", folder.path]),
            await succeeds(
                python,
                ["-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--retries", "1", "--timeout", "15"]
                    + requirements)
        else {
            print("SKIPPED: the OpenTelemetry Python SDK cannot be installed here (python3 -m venv and pip are needed)")
            return nil
        }
        try Data().write(to: stamp)
        return PythonSDK(python: python)
    }

    /// Runs a script that lies beside the tests.
    ///
    /// - Returns: What it printed, and whether it ended well.
    func run(_ script: String, _ arguments: [String]) async throws -> (output: String, errors: String, isSuccess: Bool)
    {
        let path = Self.package.appendingPathComponent("Tests/ServingTests/Python/\(script)").path
        let result = try await Subprocess.run(
            .path(FilePath(python)), arguments: Arguments(["-B", path] + arguments), output: .string(limit: 1 << 20),
            error: .string(limit: 1 << 20))
        return (result.standardOutput, result.standardError, result.terminationStatus.isSuccess)
    }

    private static func succeeds(_ program: String, _ arguments: [String]) async -> Bool {
        let executable: Executable = program.contains("/") ? .path(FilePath(program)) : .name(program)
        let result = try? await Subprocess.run(
            executable, arguments: Arguments(arguments), output: .discarded, error: .discarded)
        return result?.terminationStatus.isSuccess ?? false
    }

    private static var package: URL {
        URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent().deletingLastPathComponent()
    }
}
