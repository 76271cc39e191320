// What must hold whatever the settings, checked on the records of some hundred random worlds. A checker
// follows the records as an auditor would, with a model of its own of who may do what when; it knows nothing
// of the components.
#include <gmock/gmock.h>

#include <map>
#include <set>

#include "tests/models/random_settings.hpp"
#include "tests/race/session.hpp"

namespace lastseen::models {
namespace {

constexpr std::uint64_t draws = 400;

/// Runs each of the random worlds and hands it on; a failure names the settings.
template <class F>
void in_every_world(F check) {
  for (std::uint64_t draw = 0; draw < draws && !::testing::Test::HasFailure(); ++draw) {
    SCOPED_TRACE("random_settings(" + std::to_string(draw) + "), seed 1");
    const Settings settings = random_settings(draw);
    Session session(settings);
    session.run();
    check(session, settings);
  }
}

using JobKey = std::pair<UserId, std::uint32_t>;
JobKey job_of(const sim::Record& record) { return {record.subject.owner, record.subject.number}; }

// Goal: the properties below say something. Method: the random worlds show every kind of record and every
// cause of a loss that this model can name.
TEST(Property, TheRandomWorldsShowEveryKindAndEveryCause) {
  std::set<Kind> kinds;
  std::set<Mechanism> causes;
  in_every_world([&](const Session& session, const Settings&) {
    for (const sim::Record& record : session.recording().records()) kinds.insert(kind_of(record));
    for (const JobResult& job : session.result().jobs) {
      if (job.cause) causes.insert(*job.cause);
    }
  });
  EXPECT_EQ(kinds.size(), std::size_t{kind_count});
  using enum Mechanism;
  EXPECT_THAT(causes, ::testing::IsSupersetOf({connect_race, no_refresh, short_timeout, short_deadline,
                                               never_registered, late_close, half_open}));
}

TEST(Property, EveryRecordIsCausedByAnEarlierOne) {
  in_every_world([](const Session& session, const Settings&) {
    sim::Instant last = sim::run_start;
    for (const sim::Record& record : session.recording().records()) {
      ASSERT_LT(record.cause, record.id);
      ASSERT_GE(record.time, last) << "time goes on";
      last = record.time;
      // Only what a user or the app does comes from nowhere.
      if (record.cause == sim::no_record) {
        ASSERT_TRUE(kind_of(record) == Kind::submitted || kind_of(record) == Kind::connecting)
            << name(kind_of(record));
      }
    }
  });
}

// Goal: a job goes its way step by step, each step once. Method: each kind happens after the kind before it.
TEST(Property, AJobGoesEachStepOnceAndInOrder) {
  const std::vector<std::set<Kind>> steps = {{Kind::submitted},
                                             {Kind::accepted},
                                             {Kind::dispatched},
                                             {Kind::processing_started},
                                             {Kind::processing_completed, Kind::processing_failed},
                                             {Kind::notification_sent, Kind::skipped}};
  in_every_world([&](const Session& session, const Settings& settings) {
    std::map<JobKey, std::size_t> done;
    for (const sim::Record& record : session.recording().records()) {
      for (std::size_t step = 0; step < steps.size(); ++step) {
        if (!steps[step].contains(kind_of(record))) continue;
        ASSERT_EQ(done[job_of(record)]++, step) << name(kind_of(record));
      }
    }
    // Submissions lie within the session, and each was made.
    ASSERT_EQ(done.size(), settings.session.users * settings.jobs.count);
    for (const auto& [job, step] : done) ASSERT_NE(step, 5U) << "completed, and no decision";
  });
}

TEST(Property, TheDecisionIsMadeAtTheInstantOfCompletion) {
  in_every_world([](const Session& session, const Settings&) {
    for (const JobResult& job : session.result().jobs) {
      ASSERT_EQ(job.was_completed(), job.sent != sim::never || job.skipped != sim::never);
      ASSERT_TRUE(job.sent == sim::never || job.skipped == sim::never) << "sent or skipped, not both";
      if (job.was_completed()) {
        ASSERT_EQ(std::min(job.sent, job.skipped), job.completed);
      }
    }
  });
}

TEST(Property, TheScreenShowsAJobOnceAndNotBeforeItIsDone) {
  in_every_world([](const Session& session, const Settings&) {
    std::set<JobKey> done;
    std::set<JobKey> shown;
    for (const sim::Record& record : session.recording().records()) {
      const Kind kind = kind_of(record);
      if (kind == Kind::processing_completed || kind == Kind::processing_failed) done.insert(job_of(record));
      if (kind != Kind::screen_updated) continue;
      ASSERT_TRUE(done.contains(job_of(record)));
      ASSERT_TRUE(shown.insert(job_of(record)).second) << "shown twice";
      const Kind cause = kind_of(session.recording().at(record.cause));
      ASSERT_TRUE(cause == Kind::notification_received || cause == Kind::poll_answered) << name(cause);
    }
  });
}

TEST(Property, ANotificationIsReceivedOnceAndAfterItWasSent) {
  in_every_world([](const Session& session, const Settings&) {
    std::map<JobKey, sim::Instant> sent;
    std::set<JobKey> received;
    for (const sim::Record& record : session.recording().records()) {
      if (kind_of(record) == Kind::notification_sent) sent[job_of(record)] = record.time;
      if (kind_of(record) != Kind::notification_received) continue;
      ASSERT_TRUE(sent.contains(job_of(record)));
      ASSERT_GE(record.time, sent[job_of(record)]);
      ASSERT_TRUE(received.insert(job_of(record)).second) << "received twice";
    }
  });
}

// Goal: the registry's own rules, by a second and simpler registry. Method: it follows what was registered,
// refreshed and removed, and predicts each decision of the notifier.
TEST(Property, TheNotifierDecidesByTheEntryAndItsAge) {
  struct Entry {
    bool present = false;
    sim::Instant seen;
  };
  in_every_world([](const Session& session, const Settings& settings) {
    std::map<UserId, Entry> entries;
    for (const sim::Record& record : session.recording().records()) {
      Entry& entry = entries[record.subject.owner];
      const auto age = record.time - entry.seen;
      const auto limit = settings.registry.check_timeout;
      const bool fresh = entry.present && (!limit || age <= *limit);
      switch (kind_of(record)) {
        case Kind::registered: entry = {true, record.time}; break;
        case Kind::refreshed:
          ASSERT_TRUE(entry.present);
          ASSERT_EQ(settings.registry.refresh_on, RefreshOn::ping);
          entry.seen = record.time;
          break;
        case Kind::refresh_missed: ASSERT_FALSE(entry.present); break;
        case Kind::stale:
          ASSERT_TRUE(entry.present) << "registered before stale";
          ASSERT_GT(age, *settings.registry.cleanup_timeout);
          ASSERT_LE(age, *settings.registry.cleanup_timeout + settings.registry.cleanup_interval +
                             settings.registry.cleanup_phase.value_or(0s));
          entry.present = false;
          break;
        case Kind::unregistered:
          ASSERT_TRUE(entry.present);
          entry.present = false;
          break;
        case Kind::notification_sent: ASSERT_TRUE(fresh); break;
        case Kind::skipped: ASSERT_FALSE(fresh); break;
        default: break;
      }
    }
  });
}

TEST(Property, PollsBelongToALoopThatRuns) {
  in_every_world([](const Session& session, const Settings& settings) {
    std::map<UserId, bool> running;
    for (const sim::Record& record : session.recording().records()) {
      bool& runs = running[record.subject.owner];
      switch (kind_of(record)) {
        case Kind::polling_started:
          ASSERT_TRUE(settings.polling.enabled);
          ASSERT_FALSE(runs);
          runs = true;
          break;
        case Kind::polling_stopped:
          ASSERT_TRUE(runs);
          runs = false;
          break;
        case Kind::poll_sent:
        case Kind::poll_answered: ASSERT_TRUE(runs); break;
        default: break;
      }
    }
  });
}

// Goal: pings are answered one for one, over a connection that exists on the side that acts.
TEST(Property, PingsAndPongsFollowOneAnother) {
  using Ping = std::tuple<UserId, std::uint32_t, std::uint32_t>;
  in_every_world([](const Session& session, const Settings&) {
    std::map<Kind, std::set<Ping>> seen;
    std::map<std::pair<UserId, std::uint32_t>, bool> open;  // on the client's side, by connection
    const auto follows = [&](const sim::Record& record, Kind before) {
      const Ping ping{record.subject.owner, record.subject.number, record.subject.part};
      ASSERT_TRUE(seen[before].contains(ping)) << name(before) << " before " << name(kind_of(record));
      ASSERT_TRUE(seen[kind_of(record)].insert(ping).second) << name(kind_of(record)) << " twice";
    };
    for (const sim::Record& record : session.recording().records()) {
      const std::pair connection{record.subject.owner, record.subject.number};
      switch (kind_of(record)) {
        case Kind::connecting: open[connection] = true; break;
        case Kind::connection_failed: open[connection] = false; break;
        case Kind::disconnected:
          if (role_of(record) == Role::supervision) open[connection] = false;
          break;
        case Kind::ping_sent:
          ASSERT_TRUE(open[connection]);
          seen[Kind::ping_sent].insert({record.subject.owner, record.subject.number, record.subject.part});
          break;
        case Kind::ping_received: follows(record, Kind::ping_sent); break;
        case Kind::pong_sent: follows(record, Kind::ping_received); break;
        case Kind::pong_received:
          ASSERT_TRUE(open[connection]) << "read from a closed socket";
          follows(record, Kind::pong_sent);
          break;
        default: break;
      }
    }
  });
}

// Goal: nothing is lost from the books. Method: the monitor's sums against the number of records.
TEST(Property, EveryJobIsAccountedFor) {
  in_every_world([](const Session& session, const Settings&) {
    const SessionResult result = session.result();
    std::size_t received = 0;
    for (const JobResult& job : result.jobs) {
      received += job.was_delivered() ? 1U : 0U;
      const bool sent_in_vain = job.sent != sim::never && !job.was_delivered();
      ASSERT_EQ(job.cause.has_value(), job.skipped != sim::never || sent_in_vain)
          << "every job not delivered has a cause, and no other";
      if (sent_in_vain) {
        ASSERT_EQ(job.cause, Mechanism::half_open);
      }
      ASSERT_TRUE(job.was_shown() || !job.was_delivered());
    }
    ASSERT_EQ(received, session.count(Kind::notification_received));
    ASSERT_EQ(result.polls, session.count(Kind::poll_sent));
    ASSERT_EQ(result.pings, session.count(Kind::ping_sent));
    ASSERT_EQ(result.connections_attempted, session.count(Kind::connecting));
    ASSERT_LE(result.connections_established, result.connections_attempted);
    ASSERT_EQ(result.entry_lifetimes.size(), session.count(Kind::stale) + session.count(Kind::unregistered));
  });
}

}  // namespace
}  // namespace lastseen::models
