// The fingerprint of a real run: whatever is changed in any one of its records shows.
#include <gtest/gtest.h>

#include <array>
#include <set>

#include "tests/race/session.hpp"

namespace lastseen::models {
namespace {

struct Change {
  const char* name;
  void (*apply)(sim::Record&);
};

constexpr std::array changes{
    Change{"time", [](sim::Record& r) { r.time += 1ns; }},
    Change{"cause", [](sim::Record& r) { r.cause = r.cause == 0 ? 1 : r.cause - 1; }},
    Change{"actor.role", [](sim::Record& r) { r.actor.role ^= 1U; }},
    Change{"actor.index", [](sim::Record& r) { ++r.actor.index; }},
    Change{"kind", [](sim::Record& r) { r.kind ^= 1U; }},
    Change{"subject.type", [](sim::Record& r) { r.subject.type ^= 1U; }},
    Change{"subject.owner", [](sim::Record& r) { ++r.subject.owner; }},
    Change{"subject.number", [](sim::Record& r) { ++r.subject.number; }},
    Change{"subject.part", [](sim::Record& r) { ++r.subject.part; }},
};

std::uint64_t fingerprint(const std::vector<sim::Record>& records) {
  sim::Fingerprint all;
  for (const sim::Record& record : records) add_to(all, record);
  return all.value();
}

class FingerprintOfARun : public ::testing::Test {
 protected:
  FingerprintOfARun() {
    session.run();
    records = session.recording().records();
  }
  Session session{Settings{}};
  std::vector<sim::Record> records;
};

TEST_F(FingerprintOfARun, IsThatOfItsRecords) {
  ASSERT_GT(records.size(), 150U);
  EXPECT_EQ(fingerprint(records), session.world().fingerprint().value());
}

// Goal: no field of no record can change unseen. Method: each of nine fields of each record, one at a time;
// all the fingerprints differ from that of the run, and from each other.
TEST_F(FingerprintOfARun, ChangesWithEachFieldOfEachRecord) {
  std::set<std::uint64_t> seen{fingerprint(records)};
  for (std::size_t i = 0; i < records.size(); ++i) {
    for (const Change& change : changes) {
      const sim::Record kept = records[i];
      change.apply(records[i]);
      EXPECT_TRUE(seen.insert(fingerprint(records)).second) << "record " << i + 1 << ", " << change.name;
      records[i] = kept;
    }
  }
  EXPECT_EQ(seen.size(), 1 + records.size() * changes.size());
}

TEST_F(FingerprintOfARun, ChangesWhenTwoNeighboursTradePlaces) {
  const std::uint64_t original = fingerprint(records);
  for (std::size_t i = 1; i < records.size(); ++i) {
    std::swap(records[i - 1], records[i]);
    EXPECT_NE(fingerprint(records), original) << "records " << i << " and " << i + 1;
    std::swap(records[i - 1], records[i]);
  }
}

TEST_F(FingerprintOfARun, ChangesWhenARecordIsMissingOrTwice) {
  const std::uint64_t original = fingerprint(records);
  for (std::size_t i = 0; i < records.size(); ++i) {
    auto missing = records;
    missing.erase(missing.begin() + static_cast<std::ptrdiff_t>(i));
    EXPECT_NE(fingerprint(missing), original) << "without record " << i + 1;
    auto twice = records;
    twice.insert(twice.begin() + static_cast<std::ptrdiff_t>(i), records[i]);
    EXPECT_NE(fingerprint(twice), original) << "record " << i + 1 << " twice";
  }
}

}  // namespace
}  // namespace lastseen::models
