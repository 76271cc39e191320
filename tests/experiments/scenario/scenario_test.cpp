// Scenarios from TOML: what ships is good, every form of value is read, and what a user may get wrong is
// named with its line, all of it at once.
#include <lastseen/experiments/scenario/scenario.hpp>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <lastseen/models/catalogue.hpp>
#include <lastseen/models/parameters.hpp>
#include "tests/experiments/refusals.hpp"

namespace lastseen::experiments {
namespace {

using namespace std::chrono_literals;
using ::testing::AllOf;
using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::EndsWith;
using ::testing::HasSubstr;
using testing::problems_of;
using testing::refusal;
using ::testing::StartsWith;
using ::testing::UnorderedElementsAreArray;

/// The text so many times, with commas between.
std::string many(const std::string& text, std::size_t times) {
  return sim::joined(std::vector<std::string>(times, text));
}

/// The parameter's value in the first arm of a scenario.
std::string value(std::string_view toml, std::string_view key, const Changes& changes = {}) {
  return models::find_parameter(key)->get(parse_scenario(toml, "s.toml", changes).arms.front().settings);
}

TEST(ShippedScenarios, AllLoadAndSayWhatTheyAre) {
  std::vector<std::string> names;
  for (const ShippedScenario& shipped : shipped_scenarios()) {
    const Scenario scenario = load_scenario(std::string(shipped.name));
    names.push_back(scenario.name);
    EXPECT_FALSE(scenario.title.empty()) << shipped.name;
    EXPECT_FALSE(scenario.description.empty()) << shipped.name;
    EXPECT_GE(scenario.arms.size(), 2U) << shipped.name;
    EXPECT_FALSE(scenario.evidence.empty() && scenario.targets.empty()) << shipped.name;
  }
  std::vector<std::string> expected = {"field-case-1",    "field-case-2", "field-case-3",
                                       "fifteen-minutes", "first-meal",   "timeline"};
  for (const models::MechanismEntry& mechanism : models::mechanisms) expected.emplace_back(mechanism.name);
  EXPECT_THAT(names, UnorderedElementsAreArray(expected));
}

TEST(ShippedScenarios, AreSuggestedWhenMisspelt) {
  EXPECT_THAT(problems_of([] { load_scenario("feild-case-3"); }),
              ElementsAre(AllOf(HasSubstr("`feild-case-3`"), HasSubstr("did you mean `field-case-3`?"),
                                HasSubstr("shipped scenarios: background, connect-race, "),
                                HasSubstr("contains a / or ends in .toml"))));
}

// The scenario that says nothing is the default study's settings with one arm.
TEST(Scenario, HasDefaultsAndOneArmWhenTheFileIsEmpty) {
  const Scenario scenario = parse_scenario("", "s.toml");
  ASSERT_EQ(scenario.arms.size(), 1U);
  EXPECT_EQ(scenario.arms[0].name, "only");
  EXPECT_EQ(scenario.title, "s.toml");
  EXPECT_EQ(scenario.seed, 1U);
  EXPECT_EQ(scenario.replications, 1000U);
  for (const models::Parameter& parameter : models::parameters()) {
    EXPECT_EQ(parameter.get(scenario.arms[0].settings), parameter.default_text());
  }
}

TEST(Scenario, KeepsTheArmsInTheOrderOfTheFile) {
  const Scenario scenario = parse_scenario(R"([[arms]]
name = "z"
[[arms]]
name = "a"
ping.interval = "7s"
[[arms]]
name = "m")",
                                           "s.toml");
  std::vector<std::string> names;
  for (const Arm& arm : scenario.arms) names.push_back(arm.name);
  EXPECT_THAT(names, ElementsAre("z", "a", "m"));
  EXPECT_EQ(scenario.arm("a").settings.ping.interval, 7s);
  EXPECT_EQ(scenario.arm("m").settings.ping.interval, 30s);
}

// Later wins: default, scenario, arm, command line.
TEST(Scenario, LetsTheCommandLineWinOverTheArmAndTheArmOverTheBase) {
  const char* toml = R"(ping.interval = "10s"
[[arms]]
name = "a"
ping.interval = "20s")";
  EXPECT_EQ(value("ping.interval = \"10s\"", "ping.interval"), "10s");
  EXPECT_EQ(value(toml, "ping.interval"), "20s");
  EXPECT_EQ(value(toml, "ping.interval", {.set = {{"ping.interval", "40s"}, {"ping.interval", "50s"}}}),
            "50s");
  const Scenario changed = parse_scenario("seed = 7\nreplications = 8", "s.toml",
                                          {.seed = 0xFFFFFFFFFFFFFFFFU, .replications = 3});
  EXPECT_EQ(changed.seed, 0xFFFFFFFFFFFFFFFFU);
  EXPECT_EQ(changed.replications, 3U);
}

TEST(Scenario, ReadsEveryFormOfADistribution) {
  const std::vector<std::pair<std::string, std::string>> forms = {
      {R"("250ms")", "250ms"},
      {R"t("uniform(1s, 2s)")t", "uniform(1s, 2s)"},
      {R"({ uniform = ["20s", "30s"] })", "uniform(20s, 30s)"},
      {R"({ exponential = { mean = "5s" } })", "exponential(mean=5s)"},
      {R"({ lognormal = { median = "85ms", p95 = "200ms" } })", "lognormal(median=85ms, p95=200ms)"},
      {R"({ normal = { mean = "5s", sd = "1s" } })", "normal(mean=5s, sd=1s)"},
      {R"({ weibull = { shape = 1.5, scale = "2s" } })", "weibull(shape=1.5, scale=2s)"},
      {R"({ triangular = ["1s", "2s", "5s"] })", "triangular(1s, 2s, 5s)"},
      {R"({ pareto = { minimum = "1s", shape = 2 } })", "pareto(minimum=1s, shape=2)"},
      {R"({ quantiles = { p0 = "10ms", p50 = "40ms", p100 = "2s" } })",
       "quantiles(p0=10ms, p50=40ms, p100=2s)"},
      {R"({ quantiles = { p0 = "10ms", "p99.9" = "1s", p100 = "2s" } })",
       "quantiles(p0=10ms, p99.9=1s, p100=2s)"},
      {R"({ shifted = { by = "20ms", of = { exponential = { mean = "5s" } } } })",
       "shifted(20ms, exponential(mean=5s))"},
      {R"t({ truncated = { low = "1s", high = "9s", of = "exponential(mean=5s)" } })t",
       "truncated(1s, 9s, exponential(mean=5s))"},
      {R"({ mixture = [[0.9, "1s"], [0.1, { uniform = ["2s", "3s"] }]] })",
       "mixture(0.9: 1s, 0.1: uniform(2s, 3s))"},
  };
  for (const auto& [toml, text] : forms) {
    EXPECT_EQ(value("network.latency = " + toml, "network.latency"), text) << toml;
  }
}

TEST(Scenario, ReadsOneSubmissionTimeForEachJobFromAnArray) {
  EXPECT_EQ(value("[jobs]\ncount = 3\nat = [\"1s\", { uniform = [\"2s\", \"3s\"] }, \"4s\"]", "jobs.at"),
            "1s, uniform(2s, 3s), 4s");
  EXPECT_EQ(value("[jobs]\ncount = 3\nat = \"1s\"", "jobs.at"), "1s");
  EXPECT_EQ(value("polling.enabled = false\nregistry.close_on_eviction = true", "polling.enabled"), "no");
}

TEST(Scenario, ReadsEvidenceTargetsFactorsAndTheStory) {
  const Scenario scenario = parse_scenario(R"([story]
zero = "95s"
clock = "10:07:29"
[[evidence]]
at = "-1.5s"
kind = "skipped"
tolerance = "10ms"
[[evidence]]
never = true
actor = "gateway"
kind = "disconnected"
doubtful = true
[targets]
time_to_ui_mean = { at_most = "2s", warning = "4s", critical = "15s" }
delivery_rate = { at_least = 1 }
[[factors]]
key = "ping.interval"
levels = ["10s", "20s"])",
                                           "s.toml");
  EXPECT_EQ(scenario.story.clock, 10h + 7min + 29s);
  ASSERT_EQ(scenario.evidence.size(), 2U);
  EXPECT_EQ(scenario.evidence[0].at, -1500ms);
  EXPECT_EQ(scenario.evidence[0].tolerance, 10ms);
  EXPECT_EQ(scenario.evidence[0].actor, "");
  EXPECT_TRUE(scenario.evidence[1].never && scenario.evidence[1].doubtful);
  EXPECT_EQ(scenario.evidence[1].tolerance, 1s);
  ASSERT_EQ(scenario.targets.size(), 2U);
  EXPECT_EQ(scenario.targets[0].comparison, Comparison::at_most);
  EXPECT_EQ(scenario.targets[0].value, 2);
  EXPECT_EQ(scenario.targets[0].critical, 15);
  EXPECT_EQ(scenario.targets[1].response, ResponseId::delivery_rate);
  EXPECT_THAT(scenario.factors.at(0).levels, ElementsAre("10s", "20s"));
}

// One misspelt word in each place that has words; the message names place, word and what was probably meant.
// As a report would find out later, after its work.
TEST(ScenarioFile, JudgesEveryLevelOfAFactorInEveryArm) {
  const auto problems = refusal(R"(
worker.processing_time = { exponential = { mean = "3s" } }
[[arms]]
name = "a"
[[arms]]
name = "b"
worker.processing_time = { uniform = ["20s", "30s"] }
[[factors]]
key = "worker.processing_time.high"
levels = ["10s", "40s"]
)");
  EXPECT_THAT(problems,
              ::testing::ElementsAre(
                  AllOf(HasSubstr("factor worker.processing_time.high = `10s`: "), HasSubstr("(in arm a)")),
                  AllOf(HasSubstr("worker.processing_time.high = `10s`: uniform"), HasSubstr("(in arm b)")),
                  AllOf(HasSubstr("factor worker.processing_time.high = `40s`: "), HasSubstr("(in arm a)"))));
}

// The distribution is each arm's own, also one that a mechanism brings.
TEST(Changes, SetAParameterOfTheDistributionThatAnArmHas) {
  const std::string toml = "worker.processing_time = { exponential = { mean = \"3s\" } }";
  Changes changes;
  changes.set = {{"worker.processing_time.mean", "4s"}};
  EXPECT_EQ(parse_scenario(toml, "s.toml", changes).arms.front().settings.worker.processing_time.to_text(),
            "exponential(mean=4s)");
  changes.set = {{"background.every.low", "30s"}};
  changes.mechanisms = {"background"};
  EXPECT_EQ(parse_scenario("", "s.toml", changes).arms.front().settings.background.every->to_text(),
            "uniform(30s, 3min)");
}

TEST(WrongScenario, NamesTheLineTheUnknownKeyAndTheOneThatWasMeant) {
  const std::vector<std::vector<std::string>> cases = {
      {"tite = \"x\"", "s.toml:1: ", "`tite`", "did you mean `title`?"},
      {"\n[pings]\ninterval = \"1s\"", "s.toml:2: ", "`pings`", "did you mean `ping`?"},
      {"[ping]\n\nintervall = \"1s\"", "s.toml:3: ", "`ping.intervall`", "did you mean `ping.interval`?"},
      {"[[arms]]\nname = \"a\"\ndescripton = \"x\"", "s.toml:3: ", "`descripton`",
       "did you mean `description`?"},
      {"[[arms]]\nname = \"a\"\nregistry.refresh_no = \"ping\"", "s.toml:3: ", "`registry.refresh_no`",
       "did you mean `registry.refresh_on`?"},
      {"[[evidence]]\nat = \"1s\"\nkind = \"skiped\"", "s.toml:3: ", "`skiped`", "did you mean `skipped`?"},
      {"[[evidence]]\nat = \"1s\"\nkind = \"skipped\"\nactor = \"gatway\"", "s.toml:4: ", "`gatway`",
       "did you mean `gateway`?"},
      {"[[evidence]]\nat = \"1s\"\nkind = \"skipped\"\nwho = \"x\"", "s.toml:4: ", "`who`",
       "allowed: at, actor, kind, tolerance, never, doubtful, note"},
      {"[targets]\ndelivery_rat = { at_least = 1 }", "s.toml:2: ", "`delivery_rat`",
       "did you mean `delivery_rate`?"},
      {"[targets]\ndelivery_rate = { at_least = 1, warn = 1 }", "s.toml:2: ", "`warn`",
       "allowed: at_least, at_most, warning, critical"},
      {"[[factors]]\nkey = \"ping.intervall\"\nlevels = [\"1s\"]", "s.toml:1: ", "`ping.intervall`",
       "did you mean `ping.interval`?"},
      {"[[factors]]\nkey = \"ping.interval\"\nlevel = [\"1s\"]", "s.toml:3: ", "`level`",
       "allowed: key, title, levels"},
      {"[story]\nzer = \"1s\"", "s.toml:2: ", "`zer`", "allowed: zero, clock"},
      {"registry.refresh_on = \"pin\"", "s.toml:1: ", "`pin`", "did you mean `ping`?"},
  };
  for (const auto& each : cases) {
    EXPECT_THAT(refusal(each[0]),
                Contains(AllOf(StartsWith(each[1]), HasSubstr(each[2]), HasSubstr(each[3]))))
        << each[0];
  }
}

TEST(WrongScenario, NamesKeyValueAndWhatIsAllowed) {
  const std::vector<std::vector<std::string>> cases = {
      {"ping.interval = \"10 parsecs\"", "ping.interval = `10 parsecs`", "ns, us, ms, s, min, h, d"},
      {"ping.interval = 10", "ping.interval = `10`", "a unit"},
      {"ping.interval = \"-5s\"", "ping.interval = `-5s`", "non-negative"},
      {"ping.interval = \"0s\"", "ping.interval = `0s`", "allowed: 1ms to 1d"},
      {"ping.interval = [\"1s\"]\njobs.count = \"x\"", "jobs.count = `x`", "a whole number from 0 to 10000"},
      {"ping.interval = { uniform = [\"1s\", \"2s\"] }", "`uniform(1s, 2s)`", "duration"},
      {"ping.interval = 2020-01-01", "a date or time", "duration"},
      {"network.latency = { uniform = [\"2s\", \"1s\"] }", "`uniform(2s, 1s)`", "uniform"},
      {"network.latency = { mixture = [[0.5, \"1s\"]] }", "`mixture(0.5: 1s)`", "mixture"},
      {"network.latency = { shifted = { by = \"1s\" } }", "`shifted(1s, )`", "shifted"},
      {"jobs.count = -1", "jobs.count = `-1`", "a whole number from 0 to 10000"},
      {"outbox.failure_probability = 1.5", "`1.5`", "a number from 0 to 1"},
      {"outbox.failure_probability = nan", "`nan`", "a number from 0 to 1"},
      {"polling.enabled = 1", "polling.enabled = `1`", "allowed: no, yes"},
      {"seed = -1", "seed = `-1`", "a whole number from 0 to 9223372036854775807"},
      {"seed = 1.5", "seed = `1.5`", "a whole number from 0 to 9223372036854775807"},
      {"replications = 0", "replications = `0`", "a whole number from 1 to 10000000"},
      {"title = 5", "title", "string in quotes"},
      {"ping = 5", "`ping`", "allowed: title,"},
      {"arms = 5", "arms", "[[arms]]"},
      {"arms = []", "arms", "[[arms]]"},
      {"[arms]\nname = \"a\"", "arms", "[[arms]]"},
      {"[[arms]]\nname = \"a b\"", "`a b`", "lower-case letters, digits, - and _"},
      {"[[arms]]\ndescription = \"x\"", "needs a name", "given: ``"},
      {"[story]\nclock = \"25:00:00\"", "`25:00:00`", "10:07:29"},
      {"[story]\nclock = \" 1: 2: 3\"", "` 1: 2: 3`", "10:07:29"},
      {"[[evidence]]\nkind = \"skipped\"", "needs a time", "never = true"},
      {"[[evidence]]\nat = \"1s\"", "needs a kind", "skipped"},
      {"[[evidence]]\nat = \"--1s\"\nkind = \"skipped\"", "at = `--1s`", "duration"},
      {"[[evidence]]\nat = \"1s\"\nkind = \"skipped\"\nnever = \"yes\"", "never = `yes`", "true, false"},
      {"[targets]\ndelivery_rate = 0.9", "delivery_rate", "at_least = 0.95"},
      {"[targets]\ndelivery_rate = { at_least = 95 }", "`95`", "a number from 0 to 1"},
      {"[targets]\ndelivery_rate = { at_least = 0.5, at_most = 0.6 }", "delivery_rate",
       "at_least or at_most"},
      {"[targets]\ntime_to_ui_mean = { at_most = 2 }", "`2`", "duration"},
      {"[[factors]]\nkey = \"ping.interval\"\nlevels = []", "levels must be an array of values", "30s"},
      {"[[factors]]\nkey = \"ping.interval\"\nlevels = [\"10s\", \"10000ms\"]", "the factor ping.interval",
       "level `10000ms` twice"},
      {"[[factors]]\nkey = \"ping.interval\"\nlevels = [" + many("\"1s\"", 1001) + "]", "1,001 levels",
       "up to 1,000"},
      {"mechanisms = [" + many("\"restart\"", 101) + "]", "mechanisms has 101 names", "up to 100"},
      {"[[arms]]\nname = \"" + std::string(61, 'a') + "\"", "has 61 characters", "up to 60"},
      {"worker.processing_time.high = \"45s\"",
       "worker.processing_time.high: one parameter of a distribution", "--set"},
      {"[[factors]]\nkey = \"ping.interval\"\nlevels = [\"1x\"]", "`1x`", "ping.interval"},
      {"[[factors]]\nlevels = [\"1x\"]", "a factor needs the key", "unknown parameter ``;"},
  };
  for (const auto& each : cases) {
    EXPECT_THAT(refusal(each[0]),
                Contains(AllOf(StartsWith("s.toml:"), HasSubstr(each[1]), HasSubstr(each[2]))))
        << each[0];
  }
}

// A user who fixes one mistake must not meet the next one only then.
TEST(WrongScenario, ReportsAllProblemsAtOnceWithTheirLines) {
  EXPECT_THAT(refusal("[ping]\ninterval = \"1x\"\n\n[jobs]\ncount = -3\n\n[[arms]]\nname = \"a\"\nnope = 1\n",
                      {.set = {{"gateway.idle", "1s"}, {"session.users", "0"}}}),
              ElementsAre(StartsWith("s.toml:2: "), StartsWith("s.toml:5: "), StartsWith("s.toml:9: "),
                          StartsWith("--set: "), StartsWith("--set: ")));
}

// A key of an earlier version is told its new name, wherever it can be given.
TEST(WrongScenario, NamesTheNewNameOfARenamedKey) {
  EXPECT_THAT(refusal("title = \"t\"\n\n[connection]\nowner = \"app\"\ngives_up_after = \"1min\"\n"
                      "[[arms]]\nname = \"a\"\nproxy.tells_ends = true\n"
                      "[[factors]]\nkey = \"gateway.gives_up_after\"\nlevels = [\"1min\"]",
                      {.set = {{"server.restart_tells_clients", "yes"}}}),
              ElementsAre("s.toml:5: connection.gives_up_after is now connection.tcp_user_timeout",
                          "s.toml:8: proxy.tells_ends is now proxy.graceful_close",
                          "s.toml:9: gateway.gives_up_after is now gateway.tcp_user_timeout",
                          "--set: server.restart_tells_clients is now server.graceful_restart"));
  EXPECT_THAT(refusal("connection.tcp_user_timeout = \"1min\"\ngateway.tcp_user_timeout = \"1min\"\n"
                      "proxy.graceful_close = true\nserver.graceful_restart = true"),
              ElementsAre("accepted"));
}

TEST(WrongScenario, RefusesTwoArmsOfOneNameAndNamesTheArmsWhenOneIsMissing) {
  EXPECT_THAT(refusal("[[arms]]\nname = \"a\"\n[[arms]]\nname = \"a\""),
              ElementsAre(AllOf(StartsWith("s.toml:3: "), HasSubstr("two arms"), HasSubstr("`a`"))));
  const Scenario scenario = load_scenario("field-case-1");
  EXPECT_THAT(problems_of([&] { scenario.arm("second-raeding"); }),
              ElementsAre(AllOf(HasSubstr("`second-raeding`"), HasSubstr("first-reading, second-reading, "),
                                HasSubstr("did you mean `second-reading`?"))));
}

TEST(WrongScenario, NamesTheArmThatContradictsItself) {
  EXPECT_THAT(refusal("[[arms]]\nname = \"a\"\n[[arms]]\nname = \"b\"\nview.connect_delay = \"1ms\"\n"
                      "connection.opens_at = \"on-submission\""),
              ElementsAre(AllOf(StartsWith("s.toml: view.connect_delay = 1ms"), EndsWith(" (in arm b)")),
                          AllOf(HasSubstr("connection.owner = view"), EndsWith(" (in arm b)"))));
  EXPECT_THAT(refusal("jobs.count = 3\njobs.at = [\"1s\", \"2s\"]"), ElementsAre(HasSubstr("2 entries")));
  EXPECT_THAT(
      refusal("session.users = 1000000\njobs.count = 11"),
      ElementsAre(HasSubstr("jobs.count = 11 are 11,000,000 jobs; allowed: up to 10,000,000; lower one")));
}

// A thousand arms may have the same mistake.
TEST(WrongScenario, TellsAMistakeOfSeveralArmsOnce) {
  std::string arms;
  for (const char* name : {"a", "b", "c", "d", "e"}) {
    arms += "[[arms]]\nname = \"" + std::string(name) + "\"\n";
    if (*name < 'c') arms += "session.users = 2\n";
  }
  const auto user_fault = [](const char* user) {
    return "[[faults]]\nkind = \"background\"\nat = \"1s\"\nfor = \"1s\"\nuser = " + std::string(user) + "\n";
  };
  EXPECT_THAT(refusal(arms, {.set = {{"jobs.at", "1s, 2s"}}}),
              ElementsAre(AllOf(HasSubstr("2 entries"), EndsWith(" (in all 5 arms)"))));
  EXPECT_THAT(refusal(user_fault("1") + arms), ElementsAre(EndsWith(" (in arms c, d, e)")));
  EXPECT_THAT(refusal(arms + "server.routing = \"apart\"\n"), ElementsAre(EndsWith(" (in arm e)")));
  EXPECT_THAT(refusal(arms, {.set = {{"worker.processing_time.median", "1s"}}}),
              ElementsAre(EndsWith(" (in all 5 arms)")));
  std::string more = arms;
  for (const char* name : {"f", "g"}) more += "[[arms]]\nname = \"" + std::string(name) + "\"\n";
  EXPECT_THAT(refusal(user_fault("1") + more), ElementsAre(EndsWith(" (in arms c, d, e and 2 more)")));
}

TEST(Assignment, IsSplitAtTheFirstEqualsSign) {
  const models::Assignment assignment =
      parse_assignment(" network.latency = lognormal(median=1s, p95=2s) ", "--set");
  EXPECT_EQ(assignment.key, "network.latency");
  EXPECT_EQ(assignment.value, "lognormal(median=1s, p95=2s)");
  for (const char* wrong : {"", "ping.interval", "=1s"}) {
    EXPECT_THAT(problems_of([&] { parse_assignment(wrong, "--set"); }),
                ElementsAre(AllOf(StartsWith("--set: "), HasSubstr("KEY=VALUE"))));
  }
}

}  // namespace
}  // namespace lastseen::experiments
