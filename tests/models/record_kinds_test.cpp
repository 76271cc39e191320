// The table of record kinds: names, sentences, and that its roles are those that write. Order, completeness and placeholders
// are checked by the compiler.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <set>
#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

#include <lastseen/models/patterns.hpp>
#include <lastseen/models/record_kinds.hpp>
#include "tests/models/random_worlds.hpp"

namespace lastseen::models {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::Not;

/// The parts of a pattern, placeholders by name in angles.
std::vector<std::string> parts_of(std::string_view pattern) {
  std::vector<std::string> parts;
  while (!pattern.empty()) {
    const PatternPart part = take_part(pattern);
    parts.push_back(part.placeholder ? "<" + std::to_string(static_cast<int>(*part.placeholder)) + ">"
                                     : std::string(part.text));
  }
  return parts;
}

TEST(RecordKinds, HaveNamesThatAreFoundAgain) {
  std::set<std::string_view> names;
  for (int number = 0; number < kind_count; ++number) {
    const Kind kind = static_cast<Kind>(number);
    EXPECT_TRUE(names.insert(name(kind)).second) << name(kind) << " twice";
    EXPECT_EQ(kind_named(name(kind)), kind);
  }
  EXPECT_EQ(kind_named("no_such_kind"), std::nullopt);
}

TEST(RecordKinds, HaveASentenceWithoutNamesOfTheCode) {
  for (const RecordKind& row : record_kinds()) {
    EXPECT_FALSE(row.sentence.empty()) << row.name;
    for (const std::string& part : parts_of(row.sentence)) EXPECT_THAT(part, Not(HasSubstr("_"))) << row.name;
  }
}

// Goal: the table names exactly those who write each kind. Method: the records of random worlds, which show all kinds.
TEST(RecordKinds, AreOfTheRolesThatWriteThem) {
  std::set<std::pair<Kind, Role>> written;
  for (std::uint64_t property = 0; property < 2 * tried_one_in; ++property) {  // all are needed
    in_random_worlds(property, [&](const Session& session, const Settings&) {
      for (const sim::Record& record : session.recording().records()) {
        written.insert({kind_of(record), role_of(record)});
        ASSERT_EQ(record_kind(record).kind, kind_of(record));
        ASSERT_EQ(record_kind(record).role, role_of(record)) << record_kind(record).name;
      }
    });
  }
  for (const RecordKind& row : record_kinds()) {
    EXPECT_TRUE(written.contains({row.kind, row.role})) << name(row.role) << " never writes " << row.name;
  }
}

TEST(RecordKinds, AreToldAsOfTheFirstRoleWhenAnotherIsAsked) {
  EXPECT_EQ(record_kind(Kind::connected, Role::gateway).opens, Span::socket);
  EXPECT_EQ(record_kind(Kind::connected, Role::screen).role, Role::supervision);
}

TEST(RecordKinds, OpenAndCloseEverySpan) {
  for (const SpanText& span : span_texts) {
    if (span.span == Span::none) continue;
    EXPECT_EQ(&text(span.span), &span) << span.name << " is out of order";
    bool is_opened = false;
    bool is_closed = false;
    for (const RecordKind& row : record_kinds()) {
      is_opened |= row.opens == span.span;
      is_closed |= row.closes == span.span;
    }
    EXPECT_TRUE(is_opened && is_closed) << span.name;
  }
}

// Goal: what happens between phone and server is in nobody's log.
TEST(RecordKinds, HaveLogLinesOnPhoneAndServerOnly) {
  for (const RecordKind& row : record_kinds()) {
    if (side_of(row.role) != Side::between) continue;
    for (const LogLine& line : row.log.lines) EXPECT_EQ(line.pattern, "") << row.name;
  }
}

TEST(Pattern, FallsIntoTextAndPlaceholders) {
  EXPECT_THAT(parts_of("the upload of job {number} fails, attempt {part}"),
              ElementsAre("the upload of job ", "<0>", " fails, attempt ", "<1>"));
  EXPECT_THAT(parts_of("{part}{number}!"), ElementsAre("<1>", "<0>", "!"));
  EXPECT_THAT(parts_of("polls"), ElementsAre("polls"));
}

TEST(Pattern, RefusesPlaceholdersThatThereAreNot) {
  EXPECT_THROW(parts_of("job {nubmer}"), std::invalid_argument);
  EXPECT_THROW(parts_of("job {}"), std::invalid_argument);
  EXPECT_THROW(parts_of("job {number"), std::invalid_argument);
}

}  // namespace
}  // namespace lastseen::models
