// The trace tells its observers every record, and condenses all of them into the fingerprint. What a change
// to a record of a real run does to the fingerprint is tested in tests/models/fingerprint_test.cpp.
#include <lastseen/sim/trace.hpp>

#include <gmock/gmock.h>

#include <array>
#include <functional>
#include <set>
#include <vector>

namespace lastseen::sim {
namespace {

using namespace std::chrono_literals;
using ::testing::ElementsAre;

const Actor someone{3, 4};
const Subject something{5, 6, 7, 8};

TEST(Trace, NumbersItsRecordsFromOne) {
  Trace trace;
  EXPECT_EQ(trace.write(run_start, someone, 1, something, no_record), 1U);
  EXPECT_EQ(trace.write(run_start, someone, 1, something, 1), 2U);
  EXPECT_EQ(trace.records(), 2U);
}

TEST(Trace, TellsEveryObserverEachFieldOfEachRecordInOrder) {
  Trace trace;
  Recording first;
  Recording second;
  trace.add(first);
  trace.add(second);
  trace.write(run_start + 1s, someone, 9, something, no_record);
  trace.write(run_start + 2s, {1, 0}, 10, {}, 1);
  const Record one{run_start + 1s, 1, 0, someone, 9, something};
  const Record two{run_start + 2s, 2, 1, {1, 0}, 10, {}};
  EXPECT_THAT(first.records(), ElementsAre(one, two));
  EXPECT_THAT(second.records(), ElementsAre(one, two));
  EXPECT_EQ(first.at(2), two);
}

TEST(Trace, TellsAnObserverOnlyWhatIsWrittenAfterItCame) {
  Trace trace;
  trace.write(run_start, someone, 1, something, no_record);
  Recording late;
  trace.add(late);
  trace.write(run_start, someone, 2, something, no_record);
  ASSERT_EQ(late.records().size(), 1U);
  EXPECT_EQ(late.records()[0].id, 2U);
}

TEST(Trace, HasTheFingerprintOfItsRecordsWithOrWithoutObservers) {
  Trace watched;
  Recording recording;
  watched.add(recording);
  Trace alone;
  for (Trace* trace : {&watched, &alone}) {
    for (std::uint16_t kind = 1; kind < 20; ++kind) {
      trace->write(run_start + kind * 1s, someone, kind, something, 0);
    }
  }
  EXPECT_EQ(watched.fingerprint(), alone.fingerprint());
  Fingerprint again;
  for (const Record& record : recording.records()) add_to(again, record);
  EXPECT_EQ(again, alone.fingerprint());
}

TEST(Trace, TakesNoFingerprintWhereNobodyWantsIt) {
  Trace trace;
  Recording recording;
  trace.add(recording);
  trace.stop_fingerprint();
  trace.write(run_start, someone, 1, something, no_record);
  EXPECT_EQ(trace.fingerprint(), Fingerprint{});
  EXPECT_EQ(recording.records().size(), 1U) << "observers are told all the same";
}

/// Each bit of each field that a record has, but its id.
std::vector<Record> neighbours(const Record& record) {
  std::vector<Record> all;
  const auto flip = [&](auto field, int bits) {
    for (int bit = 0; bit < bits; ++bit) {
      Record changed = record;
      using Field = std::remove_reference_t<decltype(field(changed))>;
      field(changed) = static_cast<Field>(field(changed) ^ static_cast<Field>(Field{1} << bit));
      all.push_back(changed);
    }
  };
  for (int bit = 0; bit < 62; ++bit) {
    Record changed = record;
    changed.time = run_start + Duration{record.time.time_since_epoch().count() ^ (std::int64_t{1} << bit)};
    all.push_back(changed);
  }
  flip(
      [](Record & r) -> auto& { return r.cause; }, 32);
  flip(
      [](Record & r) -> auto& { return r.actor.role; }, 16);
  flip(
      [](Record & r) -> auto& { return r.actor.index; }, 32);
  flip(
      [](Record & r) -> auto& { return r.kind; }, 16);
  flip(
      [](Record & r) -> auto& { return r.subject.type; }, 16);
  flip(
      [](Record & r) -> auto& { return r.subject.owner; }, 32);
  flip(
      [](Record & r) -> auto& { return r.subject.number; }, 32);
  flip(
      [](Record & r) -> auto& { return r.subject.part; }, 32);
  return all;
}

// Goal: no bit of a record is left out of the fingerprint, nor shared with another. Method: flip each.
TEST(Fingerprint, ChangesWithEachBitOfEachField) {
  const Record record{run_start + 3s, 7, 5, someone, 9, something};
  const auto of = [](const Record& r) {
    Fingerprint fingerprint;
    add_to(fingerprint, r);
    return fingerprint.value();
  };
  std::set<std::uint64_t> seen{of(record)};
  const auto all = neighbours(record);
  for (const Record& changed : all) seen.insert(of(changed));
  EXPECT_EQ(seen.size(), all.size() + 1);
}

TEST(Fingerprint, DependsOnTheOrderOfTheRecords) {
  const Record one{run_start, 1, 0, someone, 1, something};
  const Record two{run_start, 2, 0, someone, 2, something};
  Fingerprint forwards;
  Fingerprint backwards;
  add_to(forwards, one);
  add_to(forwards, two);
  add_to(backwards, two);
  add_to(backwards, one);
  EXPECT_NE(forwards, backwards);
}

TEST(Fingerprint, DependsOnTheNumberOfRecordsThatSayNothing) {
  std::set<std::uint64_t> seen;
  Fingerprint fingerprint;
  for (int i = 0; i < 1000; ++i) {
    EXPECT_TRUE(seen.insert(fingerprint.value()).second) << i;
    fingerprint.add(0);
  }
}

// Goal: one word differs -> the fingerprint differs, for certain. Method: the step's two factors are undone
// here, so that a state has exactly one predecessor (the claim of fingerprint.hpp).
TEST(Fingerprint, StepCanBeUndone) {
  constexpr std::uint64_t factor = 0x9E3779B97F4A7C15U;
  std::uint64_t inverse =
      factor;  // Newton: x <- x (2 - a x) doubles the number of right bits, 3 to begin with
  for (int i = 0; i < 5; ++i) inverse *= 2 - factor * inverse;
  ASSERT_EQ(factor * inverse, 1U);
  for (std::uint64_t word = 1; word != 0; word <<= 1) {
    Fingerprint fingerprint;
    const std::uint64_t before = fingerprint.value();
    fingerprint.add(word);
    const std::uint64_t after = fingerprint.value();
    const std::uint64_t product = after ^ (after >> 29) ^ (after >> 58);
    ASSERT_EQ(product * inverse, before ^ word);
  }
}

TEST(Fingerprint, PrintsAsSixteenHexadecimalDigits) {
  EXPECT_EQ(Fingerprint{}.to_text(), "243f6a8885a308d3");
}

}  // namespace
}  // namespace lastseen::sim
