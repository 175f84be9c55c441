// swift-tools-version:6.2
import PackageDescription

// Every dependency is declared here, once, with the reason beside it.
let dependencies: [Package.Dependency] = [
    // Subcommands, options and generated help.
    .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
    // Ordered dictionaries, deques and heaps; only the single products, the umbrella is slow to build.
    .package(url: "https://github.com/apple/swift-collections", from: "1.6.0"),
    // HTTP header names and status codes, shared with Hummingbird.
    .package(url: "https://github.com/apple/swift-http-types", from: "1.8.0"),
    // Structured log lines.
    .package(url: "https://github.com/apple/swift-log", from: "1.16.2"),
    // Sockets, and HTTP/2 for OTLP/gRPC without a TLS stack.
    .package(url: "https://github.com/apple/swift-nio", from: "2.101.2"),
    .package(url: "https://github.com/apple/swift-nio-http2", from: "1.46.0"),
    // SQLite: pool, migrations, records.
    .package(url: "https://github.com/groue/GRDB.swift", exact: "7.10.0"),
    // The inbound HTTP server.
    .package(url: "https://github.com/hummingbird-project/hummingbird", from: "2.28.1"),
    // Web pages that escape by default.
    .package(url: "https://github.com/hummingbird-project/swift-mustache", from: "2.1.1"),
    // YAML with line and column in its errors.
    .package(url: "https://github.com/jpsim/Yams", from: "6.2.2"),
    // Start and stop order of everything that lives long.
    .package(url: "https://github.com/swift-server/swift-service-lifecycle", from: "2.13.0"),
    // Child processes (git, command tools) with process-group teardown.
    .package(url: "https://github.com/swiftlang/swift-subprocess", from: "1.0.2"),
]

let strict: [SwiftSetting] = [
    .swiftLanguageMode(.v6),
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("MemberImportVisibility"),
    .enableUpcomingFeature("InternalImportsByDefault"),
    .treatAllWarnings(as: .error),
]

extension Target.Dependency {
    static let argumentParser = product(name: "ArgumentParser", package: "swift-argument-parser")
    static let deques = product(name: "DequeModule", package: "swift-collections")
    static let grdb = product(name: "GRDB", package: "GRDB.swift")
    static let httpTypes = product(name: "HTTPTypes", package: "swift-http-types")
    static let hummingbird = product(name: "Hummingbird", package: "hummingbird")
    static let logging = product(name: "Logging", package: "swift-log")
    static let mustache = product(name: "Mustache", package: "swift-mustache")
    static let nioCore = product(name: "NIOCore", package: "swift-nio")
    static let nioHPACK = product(name: "NIOHPACK", package: "swift-nio-http2")
    static let nioHTTP2 = product(name: "NIOHTTP2", package: "swift-nio-http2")
    static let nioPosix = product(name: "NIOPosix", package: "swift-nio")
    static let orderedCollections = product(name: "OrderedCollections", package: "swift-collections")
    static let serviceLifecycle = product(name: "ServiceLifecycle", package: "swift-service-lifecycle")
    static let subprocess = product(name: "Subprocess", package: "swift-subprocess")
    static let unixSignals = product(name: "UnixSignals", package: "swift-service-lifecycle")
    static let yams = product(name: "Yams", package: "Yams")
}

/// A room of the house under `Sources/`.
func room(_ name: String, _ dependencies: [Target.Dependency]) -> Target {
    .target(name: name, dependencies: dependencies, swiftSettings: strict)
}

/// The tests of one room, under `Tests/`.
func tests(
    _ name: String, _ dependencies: [Target.Dependency] = [], fixtures: Bool = false, exclude: [String] = []
) -> Target {
    .testTarget(
        name: "\(name)Tests",
        dependencies: [.init(stringLiteral: name), "TestSupport"] + dependencies, exclude: exclude,
        resources: fixtures ? [.copy("Fixtures")] : [],
        swiftSettings: strict)
}

/// One folder per agent tool under `Tools/`; each holds its Swift file and its words.
let toolWords = [
    "Commands/journalctl.yaml",
    "Commands/kubectl_get.yaml",
    "Commands/promql.yaml",
    "Commands/psql_activity.yaml",
    "CheckExpectations/check_expectations.md",
    "CompareSpans/compare_spans.md",
    "DescribeFunction/describe_function.md",
    "DiffBuilds/diff_builds.md",
    "GetTrace/get_trace.md",
    "ListBuilds/list_builds.md",
    "ListFields/list_fields.md",
    "QuerySpans/query_spans.md",
    "ReadSource/read_source.md",
    "SearchSource/search_source.md",
]

/// The web page, under `Sources/Serving/Templates`.
let pageTemplates = [
    "claims.mustache", "evidence.mustache", "findings.mustache", "page.mustache", "report.mustache",
    "reports.mustache", "style.css",
]

let package = Package(
    name: "whyd",
    products: [
        .executable(name: "whyd", targets: ["whyd"]),
        // What Benchmarks/ measures.
        .library(name: "SpanRooms", targets: ["Analysis", "SpanSources", "SpanStore", "Telemetry", "TraceQueries"]),
        .library(
            name: "ToolRooms",
            targets: ["JSONValues", "SourceHistory", "SpanSources", "SpanStore", "Telemetry", "ToolKit", "Tools"]),
    ],
    dependencies: dependencies,
    targets: [
        // C libraries, from Debian's packages.
        .systemLibrary(name: "CSQLite", pkgConfig: "sqlite3", providers: [.apt(["libsqlite3-dev"])]),
        .systemLibrary(name: "CCurlSystem", pkgConfig: "libcurl", providers: [.apt(["libcurl4-openssl-dev"])]),
        .target(name: "CCurl", dependencies: ["CCurlSystem"]),
        .systemLibrary(name: "CLineEditingSystem", pkgConfig: "libedit", providers: [.apt(["libedit-dev"])]),
        .target(name: "CLineEditing", dependencies: ["CLineEditingSystem"]),
        .systemLibrary(name: "CZlib", pkgConfig: "zlib", providers: [.apt(["zlib1g-dev"])]),
        .systemLibrary(name: "CCrypto", pkgConfig: "libcrypto", providers: [.apt(["libssl-dev"])]),

        // The rooms, from the ground up; imports point down (Sources/ARCHITECTURE.md).
        room("Telemetry", []),
        room("JSONValues", []),
        room("SpanSources", ["Telemetry", "JSONValues"]),
        room("OTLP", ["Telemetry", "JSONValues", "SpanSources", "CZlib"]),
        room("OutboundHTTP", ["CCurl"]),
        room("SpanStore", ["Telemetry", "SpanSources", "OTLP", "CSQLite"]),
        room("TraceQueries", ["Telemetry", "SpanSources"]),
        room("SourceHistory", ["Telemetry", .subprocess]),
        .target(
            name: "Analysis", dependencies: ["Telemetry", "SpanSources", "SourceHistory", .orderedCollections],
            exclude: ["METHODS.md"], swiftSettings: strict),
        room("Expectations", ["Telemetry", "SpanSources", "SourceHistory", "Analysis", .yams]),
        room("Detection", ["Telemetry", "SpanSources", "Analysis"]),
        .target(
            name: "Prompts", path: "Prompts",
            resources: [.embedInCode("answer.md"), .embedInCode("instrument.md"), .embedInCode("investigate.md")],
            swiftSettings: strict),
        room("ToolKit", ["Telemetry", "JSONValues", "OutboundHTTP", "CCrypto", .yams, .subprocess]),
        room("LanguageModels", ["JSONValues", "ToolKit", "OutboundHTTP"]),
        .target(
            name: "Investigation",
            dependencies: [
                "Telemetry", "SpanSources", "Analysis", "JSONValues", "ToolKit", "LanguageModels", "Prompts",
            ],
            // The words of the tools that belong to the loop itself.
            resources: [
                .embedInCode("LoopTools/Hypotheses/hypotheses.md"),
                .embedInCode("LoopTools/ReadEvidence/read_evidence.md"),
                .embedInCode("LoopTools/SubmitReport/submit_report.md"),
            ],
            swiftSettings: strict),
        .target(
            name: "Tools",
            dependencies: [
                "Telemetry", "SpanSources", "TraceQueries", "Analysis", "Expectations", "JSONValues", "SourceHistory",
                "ToolKit",
            ],
            path: "Tools", resources: toolWords.map { .embedInCode($0) }, swiftSettings: strict),
        room("Casebook", ["Telemetry", "JSONValues", "ToolKit", "LanguageModels", "Investigation", .grdb]),
        room("Signals", ["Telemetry", "JSONValues", "Detection", "Casebook", "CCrypto"]),
        room(
            "Deliveries",
            [
                "Telemetry", "JSONValues", "OutboundHTTP", "ToolKit", "Casebook", "Investigation", .logging,
                .serviceLifecycle,
            ]),
        .target(
            name: "Serving",
            dependencies: [
                "Telemetry", "JSONValues", "SpanSources", "OTLP", "Signals", "Casebook", "Investigation",
                "LanguageModels",
                "ToolKit", .hummingbird, .httpTypes, .logging, .mustache, .nioCore, .nioHPACK, .nioHTTP2, .nioPosix,
                .serviceLifecycle,
            ],
            resources: pageTemplates.map { .embedInCode("Templates/\($0)") }, swiftSettings: strict),
        room(
            "Evaluation",
            [
                "Telemetry", "JSONValues", "SpanSources", "OTLP", "SpanStore", "SourceHistory", "Analysis", "Detection",
                "ToolKit", "LanguageModels", "Investigation", "Tools",
            ]),
        room(
            "Commands",
            [
                "Telemetry", "JSONValues", "SpanSources", "SpanStore", "TraceQueries", "Analysis", "Detection",
                "Expectations", "SourceHistory",
                "OTLP", "OutboundHTTP", "ToolKit", "LanguageModels", "Investigation", "Tools", "Casebook", "Signals",
                "Deliveries", "Serving", "Evaluation", "CLineEditing", .argumentParser, .yams, .logging,
                .serviceLifecycle, .unixSignals,
            ]),
        .executableTarget(name: "whyd", dependencies: ["Commands"], swiftSettings: strict),

        .target(
            name: "TestSupport",
            dependencies: [
                "Investigation", "Telemetry", "JSONValues", "SpanSources", "ToolKit", "LanguageModels", "OutboundHTTP",
            ],
            path: "Tests/TestSupport", swiftSettings: strict),
        // Killed again and again by the span store's crash tests.
        .executableTarget(
            name: "StoreCrashProbe", dependencies: ["OTLP", "SpanSources", "SpanStore", "Telemetry"],
            path: "Tests/StoreCrashProbe", swiftSettings: strict),
        // `make soak`: campaigns against the whyd binary.
        .executableTarget(
            name: "Soak",
            dependencies: [
                "CSQLite", "JSONValues", "LanguageModels", "OTLP", "OutboundHTTP", "SpanSources", "SpanStore",
                "Telemetry", "TestSupport", .argumentParser,
            ], path: "Tests/Soak", swiftSettings: strict),
        // `make fuzz`: everything that reads bytes from outside, fed by libFuzzer.
        .executableTarget(
            name: "Fuzz", dependencies: ["OTLP", "SpanSources", "Telemetry", "TraceQueries"],
            path: "Tests/Fuzz",
            exclude: ["queries.txt", "run"], swiftSettings: strict),
        tests("Analysis", ["SpanSources", "Telemetry"]),
        tests("Casebook", ["Telemetry", "JSONValues", "ToolKit", "LanguageModels", "Investigation", "CSQLite", .grdb]),
        tests(
            "Deliveries",
            ["Telemetry", "JSONValues", "OutboundHTTP", "ToolKit", "Casebook", "Investigation", .logging],
            fixtures: true),
        tests("Detection", ["Telemetry"]),
        tests(
            "Evaluation",
            [
                "Investigation", "JSONValues", "LanguageModels", "OTLP", "SourceHistory", "SpanSources", "Telemetry",
                "ToolKit", "Tools",
            ]),
        tests("OTLP", ["JSONValues", "SpanSources", "Telemetry"], fixtures: true),
        tests("LanguageModels", ["JSONValues", "OutboundHTTP", "ToolKit"], fixtures: true),
        tests("OutboundHTTP"),
        tests(
            "Commands",
            [
                "Analysis", "Casebook", "Deliveries", "Investigation", "JSONValues", "LanguageModels", "OutboundHTTP",
                "Signals", "SourceHistory", "SpanSources", "SpanStore", "Telemetry", "ToolKit", "Tools", "TraceQueries",
                .argumentParser, .logging,
            ]),
        .testTarget(name: "TidyTests", swiftSettings: strict),
        tests(
            "Serving",
            [
                "Casebook", "Investigation", "JSONValues", "OutboundHTTP", "Signals", "SpanSources", "SpanStore",
                "Telemetry", "ToolKit", .logging, .nioCore, .nioHPACK, .nioPosix, .serviceLifecycle, .subprocess,
            ], fixtures: true, exclude: ["Python"]),
        tests("Signals", ["Casebook", "Detection", "JSONValues", "Telemetry"], fixtures: true),
        tests("SourceHistory"),
        tests(
            "Investigation", ["JSONValues", "LanguageModels", "OutboundHTTP", "Prompts", "Telemetry", "ToolKit"],
            fixtures: true),
        tests("ToolKit", ["JSONValues", "OutboundHTTP", "Telemetry"], fixtures: true),
        tests("SpanStore", ["OTLP", "SpanSources", "StoreCrashProbe", "Telemetry", "TraceQueries"]),
        tests("Telemetry"),
        tests("Expectations", ["SourceHistory", "SpanSources", "Telemetry"]),
        tests("Tools", ["Analysis", "JSONValues", "SourceHistory", "SpanSources", "Telemetry", "ToolKit"]),
        tests("TraceQueries", ["JSONValues", "SpanSources", "Telemetry"]),
    ]
)
