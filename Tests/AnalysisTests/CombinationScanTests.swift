import Analysis
import SpanSources
import Telemetry
import Testing

struct CombinationScanTests {
    private let fields = ["region", "device", "tier"].map { Field.anyScope($0) }

    private func cells(fails: (String, String, String) -> Bool) -> [CombinationCell] {
        var result: [CombinationCell] = []
        for region in ["north", "south", "west"] {
            for device in ["phone", "desk"] {
                for tier in ["gold", "free"] {
                    let count = Double(40 + result.count * 7)
                    result.append(
                        CombinationCell(
                            values: [.string(region), .string(device), .string(tier)], count: count,
                            failures: fails(region, device, tier) ? (count * 0.4).rounded() : 1,
                            baselineCount: count * 4, baselineFailures: 4))
                }
            }
        }
        return result
    }

    private func best(fails: (String, String, String) -> Bool) -> [String] {
        let scan = CombinationScan(fields: fields, cells: cells(fails: fails))
        return scan.findings.first?.conditions.map { "\($0.field)=\($0.value)" } ?? []
    }

    @Test func `one failing value is named without further conditions`() {
        #expect(best { region, _, _ in region == "south" } == ["region=south"])
    }

    @Test func `two conditions that only fail together are named together`() {
        #expect(
            best { region, device, _ in region == "south" && device == "phone" } == ["region=south", "device=phone"])
    }

    @Test func `three conditions that only fail together are named together`() {
        let found = best { region, device, tier in region == "west" && device == "desk" && tier == "free" }
        #expect(found == ["region=west", "device=desk", "tier=free"])
    }

    @Test func `what fails alike everywhere stands out nowhere`() {
        let everywhere = CombinationScan(fields: fields, cells: cells { _, _, _ in true })
        #expect(everywhere.findings.contains { $0.isBeyondChance })
        #expect(!everywhere.findings.contains { $0.standsOut })
        let south = CombinationScan(fields: fields, cells: cells { region, _, _ in region == "south" })
        #expect(south.findings.first?.standsOut == true)
    }

    @Test func `a value that all rows share stands out only where the baseline had others`() {
        func cell(_ region: String, now: Double, failures: Double, before: Double) -> CombinationCell {
            CombinationCell(
                values: [.string(region), .string("desk"), .string("free")], count: now, failures: failures,
                baselineCount: before, baselineFailures: 0)
        }
        let always = CombinationScan(fields: fields, cells: [cell("south", now: 100, failures: 40, before: 400)])
        #expect(always.findings.first?.isBeyondChance == true && !always.findings.contains { $0.standsOut })
        let newly = CombinationScan(
            fields: fields,
            cells: [
                cell("south", now: 100, failures: 40, before: 0), cell("north", now: 0, failures: 0, before: 400),
            ])
        #expect(newly.findings.first { $0.standsOut }?.conditionText == "region = south")
    }

    @Test func `usual failures name nothing`() {
        #expect(best { _, _, _ in false } == [])
    }
}
