import Analysis
import SourceHistory
import Testing

/// Versions in the manifests and lock files of the usual package managers.
struct DependencyChangeTests {
    private func check(_ path: String, _ lines: String, expecting expected: [String]) {
        let count = lines.split(separator: "\n", omittingEmptySubsequences: false).count
        let diff = Diff(parsing: "--- a/\(path)\n+++ b/\(path)\n@@ -1,\(count) +1,\(count) @@\n\(lines)\n")
        #expect(DependencyChange.all(in: diff).map(\.text) == expected, "\(path)")
    }

    @Test func `each writes a version in its own way`() {
        check(
            "requirements.txt", "-requests==2.31.0\n+requests==2.32.3\n flask>=3.0\n+httpx[http2]~=0.27",
            expecting: ["requests 2.31.0 → 2.32.3", "httpx (new) → 0.27"])
        check(
            "package.json", " \"dependencies\": {\n-  \"left-pad\": \"^1.2.0\",\n+  \"left-pad\": \"^1.3.0\",",
            expecting: ["left-pad 1.2.0 → 1.3.0"])
        check(
            "package-lock.json",
            " \"node_modules/left-pad\": {\n-  \"version\": \"1.2.0\",\n-  \"integrity\": \"sha512-1.2\",\n"
                + "+  \"version\": \"1.3.0\",\n+  \"integrity\": \"sha512-1.3\",",
            expecting: ["left-pad 1.2.0 → 1.3.0"])
        check(
            "yarn.lock", " left-pad@^1.0.0:\n-  version \"1.2.0\"\n+  version \"1.3.0\"",
            expecting: ["left-pad 1.2.0 → 1.3.0"])
        check(
            "go.mod", " require (\n-\tgolang.org/x/net v0.17.0\n+\tgolang.org/x/net v0.23.0 // indirect",
            expecting: ["golang.org/x/net 0.17.0 → 0.23.0"])
        check(
            "go.sum", "-golang.org/x/net v0.17.0 h1:abc=\n+golang.org/x/net v0.23.0 h1:def=",
            expecting: ["golang.org/x/net 0.17.0 → 0.23.0"])
        check(
            "Cargo.lock", " [[package]]\n name = \"serde\"\n-version = \"1.0.1\"\n+version = \"1.0.2\"",
            expecting: ["serde 1.0.1 → 1.0.2"])
        check(
            "Gemfile.lock", "-    rails (7.1.2)\n+    rails (7.1.3)", expecting: ["rails 7.1.2 → 7.1.3"])
        check(
            "pom.xml",
            " <artifactId>commons-lang3</artifactId>\n-<version>3.12.0</version>\n+<version>3.14.0</version>",
            expecting: ["commons-lang3 3.12.0 → 3.14.0"])
        check(
            "build.gradle",
            "-    implementation 'org.slf4j:slf4j-api:2.0.9'\n+    implementation 'org.slf4j:slf4j-api:2.0.13'",
            expecting: ["slf4j-api 2.0.9 → 2.0.13"])
        check(
            "Package.resolved",
            "       \"identity\" : \"swift-nio\",\n       \"state\" : {\n-        \"version\" : \"2.60.0\"\n"
                + "+        \"version\" : \"2.65.0\"",
            expecting: ["swift-nio 2.60.0 → 2.65.0"])
    }

    @Test func `other lines and other files name none`() {
        check("requirements.txt", "-# pinned since 1.2.3\n+# pinned since 1.2.4", expecting: [])
        check("src/version.py", "-VERSION = \"1.2.3\"\n+VERSION = \"1.2.4\"", expecting: [])
        check("package.json", "-  \"private\": true,\n+  \"license\": \"MIT\",", expecting: [])
    }
}
