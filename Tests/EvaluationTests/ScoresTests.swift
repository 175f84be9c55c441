import Evaluation
import JSONValues
import Testing

struct ScoresTests {
    @Test func `candidates with an equal score count as better than the truth`() {
        #expect(RankScore.strict("b", among: [("a", 2), ("b", 1), ("c", 1)]) == 3)
        #expect(RankScore.strict("x", among: [("a", 2)]) == nil)
    }

    @Test func `top shares and the mean reciprocal rank follow from the ranks`() {
        let score = RankScore([1, 2, nil, 5])
        #expect(score.top(1) == 25 && score.top(3) == 50 && score.top(5) == 75)
        #expect(abs(score.meanReciprocalRank - (1 + 0.5 + 0.2) / 4) < 1e-12)
    }

    @Test func `the report as JSON has the members that others read`() throws {
        var report = EvaluationReport()
        report.groups = [.init(name: "nezha/OB", score: RankScore([1, 1, 2]))]
        report.detection.faults = 2
        report.detection.delays = [60]
        report.detection.faultFreeHours = 2
        report.drawnHours = [.init(system: "OB")]
        report.drawnHours[0].hours = 8
        report.drawnHours[0].falseCases = 1
        let json = report.json
        #expect(json["groups"]?[0]?["cases"]?.integer == 3)
        #expect(json["detected"]?.double == 0.5 && json["medianDelaySeconds"]?.double == 60)
        #expect(json["falseCasesPerHour"]?.double == 0)
        #expect(json["drawnHours"]?[0]?["falseCases"]?.integer == 1 && json["drawnHours"]?[0]?["hours"]?.double == 8)
        #expect(report.table.contains("OB: 1 false cases in 8 fault-free hours"))
    }
}
