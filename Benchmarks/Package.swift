// swift-tools-version:6.2
import PackageDescription

let package = Package(
    name: "whyd-benchmarks",
    dependencies: [.package(name: "whyd", path: "..")],
    targets: [
        .executableTarget(
            name: "DiffBenchmark",
            dependencies: [.product(name: "ToolRooms", package: "whyd")],
            swiftSettings: [.swiftLanguageMode(.v6), .treatAllWarnings(as: .error)]),
        .executableTarget(
            name: "SpanBenchmark",
            dependencies: [.product(name: "SpanRooms", package: "whyd")],
            swiftSettings: [.swiftLanguageMode(.v6), .treatAllWarnings(as: .error)]),
    ]
)
