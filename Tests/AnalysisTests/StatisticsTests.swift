import Analysis
import Foundation
import Testing

struct StatisticsTests {
    @Test func `the Wilson interval of one in ten matches the published table`() {
        let interval = Proportion(1, of: 10).wilson()
        #expect(abs(interval.lowerBound - 0.0179) < 0.0005)
        #expect(abs(interval.upperBound - 0.4042) < 0.0005)
    }

    @Test func `small tables are tested exactly`() {
        // Fisher's tea tasting: three of four right.
        #expect(abs(FisherExactTest.twoSided(3, 1, 1, 3) - 0.4857) < 0.0005)
        #expect(TwoProportionTest(Proportion(3, of: 4), Proportion(1, of: 4)).probability > 0.4)
    }

    @Test func `samples apart give a large effect and equal samples none`() {
        let low = (0..<50).map(Double.init)
        let apart = MannWhitneyTest(low.map { $0 + 100 }, low)
        #expect(apart.effect == 1 && apart.probability < 1e-9)
        #expect(MannWhitneyTest(low, low).effect == 0)
        #expect(HodgesLehmann.shift(low.map { $0 + 7 }, low) == 7)
    }

    @Test func `a few values above all others are as surprising as they are rare`() {
        func classes(_ above: Double, _ below: Double) -> [(left: Double, right: Double)] {
            [(0, below), (above, 0)]
        }
        // One of all ways to choose five of twenty-two.
        #expect(abs(RankSumRise.probability(classes: classes(5, 17)) - 1 / 26_334) < 1e-12)
        #expect(RankSumRise.probability(classes: [(5, 0), (0, 17)]) > 0.999999)
        #expect(RankSumRise.probability(classes: [(3, 9)]) > 0.5)
        #expect(RankSumRise.probability(classes: [(0, 9)]) == 1)
        // Where both can be had, counting and approximating agree.
        let near: [(left: Double, right: Double)] = [(5, 20), (10, 20), (15, 10), (10, 5)]
        let test = MannWhitneyTest(classes: near)
        #expect(abs(log(RankSumRise.probability(classes: near)) - log(test.probability / 2)) < 0.5)
    }

    @Test func `adjusted probabilities keep their order and count the tests not shown`() {
        #expect(BenjaminiHochberg.adjusted([0.01, 0.04, 0.03]) == [0.03, 0.04, 0.04])
        #expect(BenjaminiHochberg.adjusted([0.01], tested: 5) == [0.05])
    }

    @Test func `the onset is where the rise began, not where it was noticed`() {
        let values = [0.1, -0.3, 0.2, 0, 1.2, 2, 3, 3, 2.5]
        #expect(CumulativeSum().onset(in: values) == 4)
        #expect(CumulativeSum().onset(in: [0, 0.4, -0.2, 0.3]) == nil)
    }

    @Test func `single failures before a large rise are not its beginning`() {
        let scores: [Double] = [0, 2.4, 0, 0, 2.4, 0, 0, 2.4, 0, 4, 4, 4, 4, 4, 4]
        #expect(CumulativeSum().onset(in: scores) == 1)
        #expect(CumulativeSum(forRiseIn: Array(scores.suffix(6)), cappedAt: 4).onset(in: scores) == 9)
        let wild = CumulativeSum(forRiseIn: [0, 4, 0, 0], cappedAt: 4)
        #expect(wild.onset(in: [0, 0, 4, 0, 0]) == nil)
    }

    @Test func `a doubled rate is seen through the ratio and its interval`() {
        let ratio = PoissonRatio(left: 200, leftExposure: 1, right: 100, rightExposure: 1)
        #expect(abs(ratio.ratio - 2) < 0.02 && ratio.interval.lowerBound > 1.5 && ratio.probability < 1e-6)
    }
}
