// The design points of a sweep: how levels are written, and in which order points come.
#include <lastseen/experiments/study/design.hpp>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/experiments/refusals.hpp"

namespace lastseen::experiments {
namespace {

using ::testing::AllOf;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using testing::problems_of;
using ::testing::StartsWith;

std::vector<std::string> levels(const std::string& text) { return parse_variation(text).levels; }

std::vector<std::string> variation_refusal(const std::string& text) {
  return problems_of([&] { parse_variation(text); });
}

/// "a b" for each point: the values in order.
std::vector<std::string> values(const DesignPoints& points) {
  std::vector<std::string> result;
  for (std::size_t point = 0; point < points.size(); ++point) {
    std::string text;
    for (const models::Assignment& value : points.values(point))
      text += (text.empty() ? "" : " ") + value.value;
    result.push_back(text);
  }
  return result;
}

TEST(Variation, IsAListInCanonicalTextWithCommasInsideBracketsLeftAlone) {
  EXPECT_THAT(levels("ping.interval=10s, 0.5min ,1500ms"), ElementsAre("10s", "30s", "1.5s"));
  EXPECT_THAT(levels(" network.latency = 1ms,uniform(1s,2s),mixture(0.5: 1s, 0.5: uniform(2s, 3s))"),
              ElementsAre("1ms", "uniform(1s, 2s)", "mixture(0.5: 1s, 0.5: uniform(2s, 3s))"));
  EXPECT_THAT(levels("gateway.idle_timeout=60s,never"), ElementsAre("1min", "never"));
}

TEST(Variation, IsARangeThatIncludesItsEndOnlyWhenAStepMeetsIt) {
  EXPECT_THAT(levels("ping.interval=10s..40s:10s"), ElementsAre("10s", "20s", "30s", "40s"));
  EXPECT_THAT(levels("ping.interval=10s..39s:10s"), ElementsAre("10s", "20s", "30s"));
  EXPECT_THAT(levels("ping.interval=10s .. 1min : 30s, 2min"), ElementsAre("10s", "40s", "2min"));
  EXPECT_THAT(levels("jobs.count=0..6:3"), ElementsAre("0", "3", "6"));
  EXPECT_THAT(levels("jobs.count=5..5:1"), ElementsAre("5"));
}

TEST(Variation, IsGeometricWithAFactorAndRepeatsNoLevelThatRoundsTheSame) {
  EXPECT_THAT(levels("ping.interval=1s..10s*2"), ElementsAre("1s", "2s", "4s", "8s"));
  EXPECT_THAT(levels("jobs.count=1..100*10"), ElementsAre("1", "10", "100"));
  EXPECT_THAT(levels("jobs.count=1..5*1.1"), ElementsAre("1", "2", "3", "4", "5"));
  EXPECT_THAT(levels("ping.interval=1s..4s*1.4142135623730951"),
              ElementsAre("1s", ::testing::_, "2s", ::testing::_, "4s"));
}

TEST(WrongVariation, NamesTheTextAndWhatIsAllowed) {
  for (const char* range : {"10s..20s",
                            "10s..",
                            "..10s:1s",
                            "10s..5s:1s",
                            "10s..20s:0s",
                            "10s..20s:5",
                            "10..20s:5s",
                            "1..2s*2",
                            "10s..20s:-1s",
                            "10s..20s*1",
                            "10s..20s*0.5",
                            "0s..20s*2",
                            "10s..20s*x",
                            "10s..20s*inf",
                            "10s..20s*nan",
                            "10s..20s:",
                            "1..9000000000000000000*999999",
                            "1..9223372036854775807*2",
                            "-9223372036854775808..9223372036854775807:1",
                            "1..2:99999999999999999999",
                            "10s..20s..30s:1s"}) {
    EXPECT_THAT(variation_refusal("ping.interval=" + std::string(range)),
                ElementsAre(AllOf(StartsWith("--vary"), HasSubstr("ping.interval"), HasSubstr(range),
                                  HasSubstr("10s..120s:10s"))))
        << range;
  }
  EXPECT_THAT(variation_refusal("ping.intervall=1s"),
              ElementsAre(HasSubstr("did you mean `ping.interval`?")));
  EXPECT_THAT(variation_refusal("proxy.tells_ends=no,yes"),
              ElementsAre("--vary: proxy.tells_ends is now proxy.graceful_close"));
  EXPECT_THAT(variation_refusal("ping.interval="),
              ElementsAre(AllOf(HasSubstr("no levels"), HasSubstr("1ms to 1d"))));
  for (const char* nothing : {"", "=", "=1s", "ping.interval"}) {
    EXPECT_THAT(variation_refusal(nothing), ElementsAre(HasSubstr("is not KEY=LEVELS"))) << nothing;
  }
}

// In steps of billionths: 0.1 added up ten times is not 1 in binary.
TEST(Variation, ReadsRangesOfNumbersAndShares) {
  EXPECT_THAT(parse_variation("network.loss_up=0.1..0.5:0.1").levels,
              ElementsAre("0.1", "0.2", "0.3", "0.4", "0.5"));
  EXPECT_THAT(parse_variation("connection.reconnect_factor=1..4*2").levels, ElementsAre("1", "2", "4"));
  EXPECT_THAT(parse_variation("worker.processing_time.high=30s..60s:15s").levels,
              ElementsAre("30s", "45s", "1min"));
  EXPECT_THAT(variation_refusal("network.loss_up=0.1..0.5:1x"),
              ElementsAre(HasSubstr("`1x` is not a number")));
  EXPECT_THAT(variation_refusal("jobs.count=1..3:0.5"),
              ElementsAre(HasSubstr("`0.5` is not a whole number")));
  EXPECT_THAT(variation_refusal("registry.key=1..3:1"), ElementsAre(HasSubstr("registry.key is a choice")));
}

TEST(WrongVariation, SaysHowManyLevelsItHasWhenTheyAreTooMany) {
  EXPECT_THAT(
      variation_refusal("ping.interval=10s..60s:1ns"),
      ElementsAre("--vary ping.interval: `10s..60s:1ns` has 50,000,000,001 levels; allowed: up to 10,000 for "
                  "a parameter; take a larger step or factor"));
  EXPECT_THAT(variation_refusal("ping.interval=1s..2s*1.0000000001"),
              ElementsAre(HasSubstr("has more than 10,000 levels; allowed: up to 10,000")));
  EXPECT_THAT(
      variation_refusal("jobs.count=1..9999:1,1..2:1"),
      ElementsAre("--vary jobs.count has 10,001 levels; allowed: up to 10,000 for a parameter; take fewer"));
  std::string list = "jobs.count=0";
  for (int level = 1; level <= 10'000; ++level) list += "," + std::to_string(level);
  EXPECT_THAT(variation_refusal(list), ElementsAre(HasSubstr("has 10,001 levels")));
}

TEST(WrongVariation, SaysTheSameMistakeOnce) {
  EXPECT_THAT(variation_refusal("ping.interval=,"), ElementsAre(HasSubstr("ping.interval = ``")));
}

TEST(WrongVariation, ReportsEveryWrongLevel) {
  EXPECT_THAT(variation_refusal("registry.refresh_on=connect,pin,bong,"),
              ElementsAre(HasSubstr("`pin`"), HasSubstr("`bong`"), HasSubstr("``")));
  EXPECT_THAT(variation_refusal("jobs.count=9999..10001:1"), ElementsAre(HasSubstr("`10001`")));
}

// As nested loops are written: the last factor varies fastest.
TEST(DesignPoints, AreAllCombinationsWithTheLastFactorFastest) {
  const Scenario scenario = load_scenario("field-case-3");
  const DesignPoints points(scenario,
                            {parse_variation("ping.interval=10s,20s"), parse_variation("jobs.count=1,2,3")},
                            Design::factorial);
  EXPECT_THAT(values(points), ElementsAre("10s 1", "10s 2", "10s 3", "20s 1", "20s 2", "20s 3"));
  EXPECT_EQ(axis_value(points.values(5), "ping.interval"), 20.0);
}

TEST(DesignPoints, GoInLockstepWhenZipped) {
  const Scenario scenario = load_scenario("field-case-3");
  const std::vector<Variation> pairs = {parse_variation("ping.interval=10s,20s"),
                                        parse_variation("jobs.count=1,2")};
  EXPECT_THAT(values(DesignPoints(scenario, pairs, Design::lockstep)), ElementsAre("10s 1", "20s 2"));
  const std::vector<Variation> uneven = {parse_variation("ping.interval=10s,20s"),
                                         parse_variation("jobs.count=1")};
  EXPECT_THAT(problems_of([&] { DesignPoints(scenario, uneven, Design::lockstep); }),
              ElementsAre(AllOf(HasSubstr("--zip"), HasSubstr("jobs.count has 1"),
                                HasSubstr("ping.interval has 2"))));
}

// Otherwise an arm that sets the varied key itself would show the same figures at every point.
TEST(DesignPoints, LetTheVariedValueWinOverTheArms) {
  const Scenario scenario = load_scenario("fifteen-minutes");
  const DesignPoints points(scenario, {parse_variation("registry.cleanup_timeout=90s")}, Design::factorial);
  const std::vector<Arm> arms = points.arms(0);
  for (const Arm& arm : arms) {
    EXPECT_EQ(arm.settings.registry.cleanup_timeout, std::chrono::seconds(90)) << arm.name;
  }
  EXPECT_EQ(arms.back().settings.registry.refresh_on, models::RefreshOn::ping);
}

// The same point twice is twice the work and no news; in lockstep a level may come again with another partner.
TEST(DesignPoints, AreRefusedWhenOneIsGivenTwice) {
  const Scenario scenario = load_scenario("field-case-3");
  const auto refused = [&](const char* interval, const char* count, Design design) {
    const std::vector<Variation> both = {parse_variation(interval), parse_variation(count)};
    return problems_of([&] { DesignPoints(scenario, both, design); });
  };
  EXPECT_THAT(refused("ping.interval=10s,10000ms", "jobs.count=1,2", Design::factorial),
              ElementsAre("--vary: ping.interval = 10s is given twice"));
  EXPECT_THAT(refused("ping.interval=10s,10s", "jobs.count=1,2", Design::lockstep), ElementsAre("accepted"));
  EXPECT_THAT(refused("ping.interval=10s,10s", "jobs.count=1,1", Design::lockstep),
              ElementsAre("--vary: the point ping.interval = 10s, jobs.count = 1 is given twice"));
}

TEST(DesignPoints, AreRefusedWhenAKeyIsVariedTwiceOrTheyAreTooManyOrContradictThemselves) {
  const Scenario scenario = load_scenario("fifteen-minutes");
  const Variation interval = parse_variation("ping.interval=10s,20s");
  EXPECT_THAT(problems_of([&] {
                DesignPoints(scenario, {interval, interval}, Design::factorial);
              }),
              ElementsAre(AllOf(HasSubstr("ping.interval"), HasSubstr("twice"))));
  const Variation whole = parse_variation("worker.processing_time=1s,2s");
  const Variation part = parse_variation("worker.processing_time.high=40s,50s");
  for (const auto& both : {std::vector{whole, part}, std::vector{part, whole}}) {
    EXPECT_THAT(problems_of([&] { DesignPoints(scenario, both, Design::factorial); }),
                ElementsAre(HasSubstr("one is a parameter of the other")));
  }
  const Variation many = parse_variation("jobs.count=1..1000:1");
  const Variation more = parse_variation("session.users=1..1000:1");
  EXPECT_THAT(
      problems_of([&] {
        DesignPoints(scenario, {many, more}, Design::factorial);
      }),
      ElementsAre("--vary: 1,000 levels of jobs.count x 1,000 levels of session.users are 1,000,000 design "
                  "points; allowed: up to 100,000; take fewer levels"));
  EXPECT_THAT(
      problems_of([&] {
        DesignPoints(scenario, {parse_variation("view.connect_delay=300ms,0s")}, Design::factorial).check();
      }),
      ElementsAre(
          AllOf(StartsWith("--vary: design point 2: view.connect_delay"), HasSubstr("(in all 4 arms)"))));
}

}  // namespace
}  // namespace lastseen::experiments
