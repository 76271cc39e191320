// Every response is what its definition says: counted a second time from the JSON trace alone, by code of its own, it is the same.
#include <gtest/gtest.h>

#include <cmath>
#include <set>
#include <string>

#include <lastseen/experiments/runs/sessions.hpp>
#include <lastseen/experiments/statistics/responses.hpp>
#include <lastseen/experiments/traces/trace_jsonl.hpp>
#include <lastseen/models/world.hpp>

#include "tests/experiments/statistics/trace_count.hpp"
#include "tests/models/random_settings.hpp"
#include "tests/scale.hpp"

namespace lastseen::experiments {
namespace {

constexpr std::uint64_t seed = 1;

std::vector<std::string> trace_of(const models::Settings& settings, std::uint32_t replication) {
  const sim::Chance chance(seed, replication);
  models::World world(settings, chance);
  sim::Recording recording;
  world.add(recording);
  world.run();
  std::vector<std::string> lines;
  for (const sim::Record& record : recording.records()) lines.push_back(json_line(record));
  return lines;
}

bool are_equal(const std::optional<double>& one, const std::optional<double>& other) {
  if (!one || !other) return one.has_value() == other.has_value();
  return *one == *other || std::abs(*one - *other) <= 1e-9 * std::max(1.0, std::abs(*other));
}

std::string text(const std::optional<double>& value) { return value ? std::to_string(*value) : "no data"; }

// Goal: no difference. Method: random settings, two sessions of each; all responses by both ways.
TEST(IndependentCount, AgreesOnEveryResponse) {
  constexpr std::uint32_t sessions = 2;
  const auto scenarios = scaled(std::uint64_t{50}, "scenarios, of which every response is counted twice");
  std::int64_t differences = 0;
  std::set<std::string_view> seen;  // responses that had a value above 0
  for (std::uint64_t draw = 0; draw < scenarios; ++draw) {
    const models::Settings settings = models::random_settings(draw);
    testing::TraceCount count(settings.session.duration.count(), settings.session.users);
    ArmSums sums;
    for (std::uint32_t replication = 0; replication < sessions; ++replication) {
      count.add(trace_of(settings, replication));
      for (const SessionRow& row : run_sessions(settings, seed, replication, 1)) sums.add(row);
    }
    const ArmSample sample(std::move(sums), sim::Duration::zero());
    const auto figures = count.figures();
    for (const Response& response : responses()) {
      const auto point = response.estimate(sample, 0.95).point;
      const auto found = figures.find(std::string(response.key));
      ASSERT_NE(found, figures.end()) << response.key << " is not counted a second time";
      const bool agrees = are_equal(point, found->second);
      EXPECT_TRUE(agrees) << response.key << ": " << text(point) << ", by the trace " << text(found->second)
                          << ", in random_settings(" << draw << ")";
      differences += agrees ? 0 : 1;
      if (point.value_or(0) > 0) seen.insert(response.key);
    }
  }
  found("responses that differ when counted from the trace", differences,
        static_cast<std::int64_t>(scenarios * response_count));
  for (const Response& response : responses()) {
    EXPECT_TRUE(tried_one_in > 1 || seen.contains(response.key)) << response.key << " was nowhere above 0";
  }
}

}  // namespace
}  // namespace lastseen::experiments
