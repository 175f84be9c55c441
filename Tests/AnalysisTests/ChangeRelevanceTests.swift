import Analysis
import Testing

struct ChangeRelevanceTests {
    private let changes = [
        ProposedChange(
            id: "a", message: "docs: describe token expiry", files: ["docs/tokens.md"], diff: "+token expired"),
        ProposedChange(
            id: "b", message: "refactor: simplify expiry check", files: ["auth/verify.go"],
            diff: "-const leeway = 120\n-if exp.Add(leeway).Before(now)\n+if exp.Before(now)", wasDeployed: true),
        ProposedChange(
            id: "c", message: "feat: restyle banner", files: ["web/banner.ts"], diff: "+colour", wasDeployed: true),
    ]

    @Test func `the change whose lines could do it is named, not the one that talks about it`() {
        let relevance = ChangeRelevance(changes, symptom: "jwt validation failed: token is expired", services: ["auth"])
        #expect(relevance.verdict?.change.id == "b")
    }

    @Test func `nothing is named where no change has to do with it`() {
        #expect(ChangeRelevance(changes, symptom: "disk almost full", services: ["storage"]).verdict == nil)
    }

    @Test func `an expired certificate and a surge of traffic are no commit's doing`() {
        #expect(ExternalCause.named(in: "x509: certificate has expired") != nil)
        #expect(ExternalCause.isSurge([10, 11, 9, 10, 12, 10, 30, 40, 50]))
        #expect(!ExternalCause.isSurge([10, 11, 9, 10, 12, 10, 11, 10, 9]))
    }
}
