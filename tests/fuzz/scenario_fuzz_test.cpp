// Text from strangers, broken at random: whatever is read, the answer is a value or the one exception that
// says what is wrong with it. Seeded, so that a failure comes again; the text that failed is in the message.
#include <gtest/gtest.h>

#include <chrono>
#include <random>
#include <stdexcept>

#include <lastseen/experiments/scenario/input_error.hpp>
#include <lastseen/experiments/scenario/scenario.hpp>
#include <lastseen/experiments/study/design.hpp>
#include <lastseen/models/contradictions.hpp>
#include <lastseen/models/fault_text.hpp>
#include <lastseen/models/parameters.hpp>
#include <lastseen/sim/distribution.hpp>
#include <lastseen/sim/text.hpp>
#include "tests/scale.hpp"

namespace lastseen::experiments {
namespace {

/// Pieces that TOML, durations, distributions and ranges are made of, and some that break them.
const std::vector<std::string> pieces = {
    "[",
    "]",
    "[[",
    "]]",
    "{",
    "}",
    "\"",
    "\"\"\"",
    "'",
    "'''",
    "=",
    ",",
    ".",
    "..",
    ":",
    "*",
    "#",
    "\n",
    "\r\n",
    "\\",
    "\\u001b",
    "\\uD800",
    "\x1b[",
    "\0",
    "\xff",
    "\xc3",
    "-",
    "+",
    "0",
    "1e309",
    "nan",
    "inf",
    "true",
    "never",
    "10s",
    "-5s",
    "9999999999d",
    "1ns",
    "0.1ns",
    "uniform",
    "(",
    ")",
    "mixture",
    "lognormal",
    "p95",
    "median",
    "99999999999999999999",
    "ping",
    "arms",
    "name",
    "seed",
    "1979-05-27",
    "07:32:00",
    "0x7f",
    "[[faults]]\n",
    "[[arms.faults]]\n",
    "kind",
    "\"drop\"",
    "\"clock-skew\"",
    "nth",
    "user",
    "mechanisms",
    "remedies",
    "[\"restart\"]",
};

/// Every kind of fault with every key, for the mutations to start from.
constexpr const char* all_faults = R"(mechanisms = ["restart", "no-refresh"]
remedies = ["health-check"]
session.users = 4
server.instances = 3
[[faults]]
kind = "background"
at = "1min"
for = "30s"
user = 3
[[faults]]
kind = "network-switch"
at = "2min"
[[faults]]
kind = "outage"
at = "3min"
for = "10s"
direction = "down"
[[faults]]
kind = "restart"
at = "4min"
for = "5s"
instance = 2
graceful = true
[[faults]]
kind = "rolling-restart"
at = "5min"
for = "5s"
[[arms]]
name = "before"
[[arms.faults]]
kind = "drop"
message = "notification"
nth = 2
user = 1
[[arms.faults]]
kind = "delay"
message = "client_close"
by = "2s"
[[arms.faults]]
kind = "duplicate"
message = "upload"
by = "100ms"
[[arms]]
name = "after"
[[arms.faults]]
kind = "clock-skew"
at = "6min"
side = "server"
by = "-90s"
)";

class Mutator {
 public:
  explicit Mutator(std::uint64_t seed) : chance_(seed) {}

  std::size_t below(std::size_t limit) {
    return limit == 0 ? 0 : static_cast<std::size_t>(chance_() % limit);
  }

  /// The text with one to eight places changed: a byte, a piece put in, a stretch cut out, repeated or moved.
  std::string mutated(std::string text) {
    const std::size_t changes = 1 + below(8);
    for (std::size_t i = 0; i < changes; ++i) {
      const std::size_t at = below(text.size() + 1);
      const std::size_t length = std::min(below(30), text.size() - at);
      switch (below(5)) {
        case 0:
          if (at < text.size()) text[at] = static_cast<char>(below(256));
          break;
        case 1: text.insert(at, pieces[below(pieces.size())]); break;
        case 2: text.erase(at, length); break;
        case 3: text.insert(at, text.substr(at, length)); break;
        default: text.insert(below(text.size() + 1), text.substr(at, length));
      }
    }
    return text;
  }

  /// Pieces and bytes, one after the other.
  std::string random_text() {
    std::string text;
    for (std::size_t i = below(24); i > 0; --i) {
      if (below(4) == 0) {
        text += static_cast<char>(below(256));  // NUL among them
      } else {
        text += pieces[below(pieces.size())];
      }
    }
    return text;
  }

 private:
  std::mt19937_64 chance_;
};

/// Runs `read`, which may throw `Expected` and nothing else, and quickly. True when it threw nothing.
template <class Expected, class Function>
bool reads(Function read, const std::string& text) {
  const auto start = std::chrono::steady_clock::now();
  bool accepted = false;
  try {
    read(text);
    accepted = true;
  } catch (const Expected& error) {
    EXPECT_STRNE(error.what(), "") << text;
  } catch (const std::exception& error) {
    ADD_FAILURE() << error.what() << " was thrown for:\n" << sim::printable(text);
  }
  EXPECT_LT(std::chrono::steady_clock::now() - start, std::chrono::seconds(5)) << sim::printable(text);
  return accepted;
}

TEST(ScenarioFuzz, ThrowsNothingButInputErrorForShippedScenariosBrokenAtRandom) {
  Mutator mutator(1);
  int accepted = 0;
  const int rounds = scaled(1000, "mutations of each shipped scenario");
  for (const ShippedScenario& shipped : shipped_scenarios()) {
    for (int round = 0; round < rounds; ++round) {
      const std::string text = mutator.mutated(std::string(shipped.toml));
      if (reads<InputError>([](const std::string& t) { parse_scenario(t, "s.toml"); }, text)) ++accepted;
    }
  }
  // Both outcomes are seen often, so the mutations are neither harmless nor all of them fatal to the first
  // line.
  const int all = rounds * static_cast<int>(shipped_scenarios().size());
  EXPECT_GT(accepted, all / 50);
  EXPECT_LT(accepted, all * 9 / 10);
}

// Goal: faults from strangers. Method: whatever is accepted concerns users and instances that there are, within a day.
TEST(ScenarioFuzz, KeepsEveryAcceptedFaultWithinItsRanges) {
  Mutator mutator(7);
  int accepted = 0;
  const std::string start =
      all_faults + ("\n#" + std::string(4000, '-'));  // some mutations hit the comment alone
  const int rounds = scaled(4000, "mutations");
  for (int round = 0; round < rounds; ++round) {
    const std::string text = mutator.mutated(start);
    const auto read = [](const std::string& t) {
      for (const Arm& arm : parse_scenario(t, "s.toml").arms) {
        EXPECT_TRUE(models::contradictions(arm.settings).empty()) << sim::printable(t);
        for (const models::Fault& fault : arm.settings.faults) {
          EXPECT_GE(fault.at.quantile(0.5).count(), 0);
          EXPECT_LE(fault.at.quantile(0.5), std::chrono::hours(24));
          EXPECT_LE(fault.lasts.quantile(0.5), std::chrono::hours(24));
          EXPECT_LE(std::chrono::abs(fault.by), std::chrono::hours(24));
          EXPECT_GE(fault.nth, 1U);
          EXPECT_FALSE(models::fault_text(fault).empty());
        }
      }
    };
    if (reads<InputError>(read, text)) ++accepted;
  }
  EXPECT_GT(accepted, rounds / 50);
  EXPECT_LT(accepted, rounds * 9 / 10);
}

TEST(ScenarioFuzz, KeepsEveryAcceptedScenarioWithinItsRanges) {
  Mutator mutator(2);
  const int rounds = scaled(300, "mutations of each shipped scenario");
  for (const ShippedScenario& shipped : shipped_scenarios()) {
    for (int round = 0; round < rounds; ++round) {
      const std::string text = mutator.mutated(std::string(shipped.toml));
      try {
        const Scenario scenario = parse_scenario(text, "s.toml");
        for (const Arm& arm : scenario.arms) {
          EXPECT_TRUE(models::contradictions(arm.settings).empty()) << sim::printable(text);
          for (const models::Parameter& parameter : models::parameters()) {
            models::Settings again;
            ASSERT_NO_THROW(parameter.set(again, parameter.get(arm.settings)))
                << parameter.key << sim::printable(text);
          }
        }
        EXPECT_FALSE(sim::has_control_characters(scenario.title + scenario.description));
      } catch (const InputError&) {  // refused: the other test looks at these
      }
    }
  }
}

TEST(ScenarioFuzz, ThrowsNothingButInputErrorForRandomText) {
  Mutator mutator(3);
  const int rounds = scaled(5000, "texts");
  for (int round = 0; round < rounds; ++round) {
    const std::string text = mutator.random_text();
    reads<InputError>([](const std::string& t) { parse_scenario(t, "s.toml"); }, text);
    reads<InputError>(
        [](const std::string& t) { parse_scenario("", "s.toml", {.set = {parse_assignment(t, "--set")}}); },
        text);
  }
}

TEST(ValueFuzz, ThrowsNothingButInvalidArgumentForAnyText) {
  Mutator mutator(4);
  const int rounds = scaled(20'000, "texts");
  for (int round = 0; round < rounds; ++round) {
    const std::string text =
        round % 2 == 0
            ? mutator.random_text()
            : mutator.mutated("mixture(0.9: lognormal(median=38ms, p95=120ms), 0.1: uniform(1s, 2s))");
    reads<std::invalid_argument>([](const std::string& t) { sim::parse_duration(t); }, text);
    reads<std::invalid_argument>(
        [](const std::string& t) {
          const auto read = sim::Distribution::parse(t);
          EXPECT_EQ(sim::Distribution::parse(read.to_text()), read);
          EXPECT_GE(read.quantile(0.5).count(), 0);
        },
        text);
    reads<std::invalid_argument>([](const std::string& t) { EXPECT_FALSE(sim::split_list(t).empty()); },
                                 text);
  }
}

TEST(ValueFuzz, ThrowsNothingButInvalidArgumentForAnyTextGivenToAnyParameter) {
  Mutator mutator(5);
  const int rounds = scaled(500, "texts for each parameter");
  for (int round = 0; round < rounds; ++round) {
    const std::string text = mutator.random_text();
    for (const models::Parameter& parameter : models::parameters()) {
      reads<std::invalid_argument>(
          [&](const std::string& t) {
            models::Settings settings;
            parameter.set(settings, t);
          },
          text);
    }
  }
}

TEST(VariationFuzz, ThrowsNothingButInputErrorAndStaysSmall) {
  Mutator mutator(6);
  const std::vector<std::string> starts = {"ping.interval=10s..120s:10s", "jobs.count=1..64*2",
                                           "ping.interval=1ms..1d*1.5", "network.latency=1ms,uniform(1s,2s)",
                                           "registry.refresh_on=connect,ping"};
  const int rounds = scaled(10'000, "texts");
  for (int round = 0; round < rounds; ++round) {
    const std::string text =
        round % 4 == 0 ? mutator.random_text() : mutator.mutated(starts[mutator.below(starts.size())]);
    reads<InputError>([](const std::string& t) { EXPECT_LE(parse_variation(t).levels.size(), 20'000U); },
                      text);
  }
}

}  // namespace
}  // namespace lastseen::experiments
