// Rows as bytes: what is written is read again, and what is damaged is refused with its place.
#include <lastseen/experiments/statistics/row_bytes.hpp>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <limits>
#include <optional>

#include <lastseen/experiments/runs/sessions.hpp>
#include <lastseen/experiments/scenario/scenario.hpp>

#include "tests/experiments/statistics/splitmix.hpp"

namespace lastseen::experiments {
namespace {

using ::testing::HasSubstr;
using testing::SplitMix;

std::vector<SessionRow> rows_of(const char* scenario_name, const char* arm, std::uint32_t first,
                                std::uint32_t count) {
  const Scenario scenario = load_scenario(scenario_name);
  return run_sessions(scenario.arm(arm).settings, scenario.seed, first, count);
}

/// What reading says; absent: nothing is wrong.
std::optional<std::string> damage_told(std::string_view bytes) {
  try {
    rows_of_bytes(bytes);
    return std::nullopt;
  } catch (const DamagedRows& damage) {
    EXPECT_LE(damage.offset(), bytes.size());
    return damage.what();
  }
}

TEST(RowBytes, AreReadAsTheyWereWritten) {
  for (const auto& shipped : shipped_scenarios()) {
    const Scenario scenario = load_scenario(std::string(shipped.name));
    for (const Arm& arm : scenario.arms) {
      const std::vector<SessionRow> rows = run_sessions(arm.settings, scenario.seed, 5, 10);
      EXPECT_EQ(rows_of_bytes(row_bytes(rows)), rows) << shipped.name << " " << arm.name;
    }
  }
  EXPECT_TRUE(rows_of_bytes(row_bytes({})).empty());
}

TEST(RowBytes, HoldTheLargestAndTheSmallestNumbers) {
  constexpr auto most = std::numeric_limits<std::uint64_t>::max();
  constexpr auto longest = sim::Duration::max();
  SessionRow row{.replication = 4294967295,
                 .jobs_per_user = 1,
                 .jobs = {JobRow{}},
                 .polls = most,
                 .polls_in_session = most,
                 .connections_attempted = most,
                 .connections_established = most,
                 .notifications_sent = most,
                 .notifications_into_void = most,
                 .radio_wakeups = most,
                 .entry_lifetimes = {{longest, true}, {sim::Duration(0), false}},
                 .ghost_time = longest,
                 .polling_time = longest,
                 .user_time = longest,
                 .session_time = longest,
                 .fingerprint = most,
                 .events = most,
                 .records = most};
  row.jobs[0] = {.submitted = sim::run_start,
                 .completed = sim::never - sim::Duration(1),
                 .shown = sim::never - sim::Duration(1),
                 .connection_age = longest,
                 .cause = models::Mechanism::handler_returns,
                 .delivered = true,
                 .not_connected = true,
                 .given_up = true,
                 .started_polling = true};
  const std::vector<SessionRow> rows = {row, SessionRow{}};
  EXPECT_EQ(rows_of_bytes(row_bytes(rows)), rows);
}

// Goal: rows are compact. A row of five jobs has 16 instants and durations of 5 to 7 bytes each.
TEST(RowBytes, AreFew) {
  const std::vector<SessionRow> rows = rows_of("fifteen-minutes", "before", 0, 1000);
  const double each = static_cast<double>(row_bytes(rows).size()) / 1000;
  RecordProperty("bytes_a_row", std::to_string(each));
  EXPECT_LT(each, 250);
}

TEST(DamagedRows, AreRefusedWithTheirPlace) {
  const std::vector<SessionRow> rows = rows_of("fifteen-minutes", "before", 100, 3);
  const std::string good = row_bytes(rows);
  const std::size_t second = row_bytes(std::span(rows).first(1)).size();
  std::string damaged = good;
  damaged[second + 40] ^= 4;
  EXPECT_EQ(damage_told(damaged),
            "row 2 of 3: has another checksum than its bytes (byte " + std::to_string(second) + ")");
  EXPECT_THAT(*damage_told(good.substr(0, good.size() - 1)), HasSubstr("row 3 of 3: ends beyond the block"));
  EXPECT_THAT(*damage_told(good + "x"), HasSubstr("has 1 bytes too many"));
  EXPECT_THAT(*damage_told(""),
              HasSubstr("the head of a block of rows: is not one of this version (byte 0)"));
  EXPECT_THAT(*damage_told("lsrows1\n" + good.substr(8)), HasSubstr("version"));
  damaged = good;
  damaged[8] = 2;  // the number of rows
  EXPECT_THAT(*damage_told(damaged), HasSubstr("the head of a block of rows: has another checksum"));
}

// Goal: no damage is taken for data, and none crashes. Method: 20,000 blocks of seeded damage - bits, bytes, cuts, parts twice -
// each refused. (A 32-bit checksum misses one in 4 billion.)
TEST(DamagedRows, AreAlwaysRefused) {
  const std::string good = row_bytes(rows_of("fifteen-minutes", "as-logged", 0, 4));
  SplitMix random(1);
  const auto place = [&] {
    return static_cast<std::size_t>(random.below(static_cast<std::int64_t>(good.size())));
  };
  for (int run = 0; run < 20'000; ++run) {
    std::string damaged = good;
    switch (run % 4) {
      case 0: damaged[place()] ^= static_cast<char>(1 << random.below(8)); break;
      case 1: damaged.resize(place()); break;
      case 2: damaged.insert(place(), good, place(), 1 + place() % 9); break;
      default:
        for (std::size_t at = place(), end = at + 8; at < std::min(end, damaged.size()); ++at) {
          damaged[at] = static_cast<char>(random.below(256));
        }
    }
    if (damaged == good) continue;
    ASSERT_TRUE(damage_told(damaged)) << run;
  }
}

// Goal: bytes whose checksum is right and whose contents are not. Method: a body of random bytes in a block made for it.
TEST(DamagedRows, AreRefusedForWhatTheySayToo) {
  SplitMix random(2);
  for (int run = 0; run < 20'000; ++run) {
    std::string bytes(static_cast<std::size_t>(random.below(60)), '\0');
    for (char& byte : bytes) byte = static_cast<char>(random.below(random.chance(0.5) ? 4 : 256));
    try {
      const SessionRow row = row_of_body(bytes);
      EXPECT_EQ(row_of_body(body_bytes(row)), row);
    } catch (const DamagedRows&) {
    }
  }
}

}  // namespace
}  // namespace lastseen::experiments
