// Several users in one world share a server and its cleanup ticker, and nothing else.
#include <gmock/gmock.h>

#include <map>

#include "tests/models/random_settings.hpp"
#include "tests/race/session.hpp"
#include "tests/scale.hpp"

namespace lastseen::models {
namespace {

/// The records about a user up to an instant, as that user alone would have them: ids and causes counted
/// among the user's own records, and the user numbered 0.
std::vector<sim::Record> records_of(const Session& session, UserId user) {
  std::vector<sim::Record> own;
  std::map<sim::RecordId, sim::RecordId> own_ids = {{sim::no_record, sim::no_record}};
  for (sim::Record record : session.recording().records()) {
    if (record.subject.owner != user) continue;
    EXPECT_TRUE(own_ids.contains(record.cause)) << "caused by a record of another user";
    record.cause = own_ids[record.cause];
    record.id = own_ids[record.id] = static_cast<sim::RecordId>(own.size()) + 1;
    if (side_of(role_of(record)) == Side::client) {
      EXPECT_EQ(record.actor.index, user);
      record.actor.index = 0;
    }
    record.subject.owner = 0;
    own.push_back(record);
  }
  return own;
}

// Goal: company changes nothing for a user. Method: user 0 has the same luck in a world alone and in one of
// five; up to the end of the session all records agree, for 100 random settings.
TEST(Users, HaveTheSameSessionInCompanyAsAlone) {
  const auto worlds = scaled(std::uint64_t{100}, "worlds");
  for (std::uint64_t draw = 0; draw < worlds; ++draw) {
    SCOPED_TRACE(draw);
    Settings settings = random_settings(draw);
    settings.worker.count = std::nullopt;  // who shares workers waits for others
    std::erase_if(settings.faults.edit(), [](const Fault& fault) { return fault.user.value_or(0) != 0; });
    settings.session.users = 1;
    Session alone(settings, 4);
    settings.session.users = 5;
    Session together(settings, 4);
    alone.run_until(settings.session.duration);
    together.run_until(settings.session.duration);
    ASSERT_EQ(records_of(alone, 0), records_of(together, 0));
  }
}

// Goal: all users are equal. Method: without chance, five users live the same session to the nanosecond.
TEST(Users, LiveTheSameSessionWhenNothingIsLeftToChance) {
  Settings settings = scripted(0s);
  settings.session.users = 5;
  settings.connection.owner = ConnectionOwner::view;
  settings.jobs.count = 3;
  settings.jobs.at = {10s, 20s, 100s};
  Session session(settings);
  session.run_until(3min);
  const auto first = records_of(session, 0);
  EXPECT_GT(first.size(), 50U);
  for (UserId user = 1; user < 5; ++user) EXPECT_EQ(records_of(session, user), first) << "user " << user;
}

TEST(Users, HaveLuckOfTheirOwn) {
  Settings settings;
  settings.session.users = 3;
  Session session(settings);
  session.run_until(15min);
  const auto jobs = session.result().jobs;
  ASSERT_EQ(jobs.size(), 15U);
  EXPECT_NE(records_of(session, 0), records_of(session, 1));
  EXPECT_NE(records_of(session, 1), records_of(session, 2));
  EXPECT_NE(jobs[0].submitted, jobs[5].submitted);
}

// Goal: results are by user, then by job.
TEST(Users, HaveTheirResultsByUserThenByJob) {
  Settings settings = scripted(10s);
  settings.session.users = 3;
  settings.jobs.count = 2;
  settings.jobs.at = {10s, 100s};
  Session session(settings);
  session.run();
  const auto jobs = session.result().jobs;
  ASSERT_EQ(jobs.size(), 6U);
  for (UserId user = 0; user < 3; ++user) {
    for (std::uint32_t number = 1; number <= 2; ++number) {
      const JobResult& job = jobs[user * 2 + number - 1];
      EXPECT_EQ(job.user, user);
      EXPECT_EQ(job.job, number);
      EXPECT_EQ(job.was_delivered(), number == 1);
    }
  }
  EXPECT_EQ(session.result().entry_lifetimes.size(), 3U);
}

}  // namespace
}  // namespace lastseen::models
