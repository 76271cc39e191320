// What must hold of every job in random worlds: it goes its way step by step, ends in exactly one outcome, and is shown
// once; nothing is lost from the books.
#include <gmock/gmock.h>

#include <algorithm>
#include <deque>
#include <map>
#include <set>

#include "tests/models/random_worlds.hpp"

namespace lastseen::models {
namespace {

// Goal: each step once, after the step before it. Method: the first decision of the notifier is the last step; others may
// follow it (kept and then sent), and they are not counted here.
TEST(Property, AJobGoesEachStepOnceAndInOrder) {
  const std::vector<std::set<Kind>> steps = {{Kind::submitted},
                                             {Kind::accepted},
                                             {Kind::dispatched},
                                             {Kind::processing_started},
                                             {Kind::processing_completed, Kind::processing_failed}};
  in_random_worlds(10, [&](const Session& session, const Settings&) {
    std::map<JobKey, std::size_t> done;
    for (const sim::Record& record : session.recording().records()) {
      for (std::size_t step = 0; step < steps.size(); ++step) {
        if (!steps[step].contains(kind_of(record))) continue;
        ASSERT_EQ(done[job_of(record)]++, step) << name(kind_of(record));
      }
      if (is_decision(kind_of(record))) {
        ASSERT_EQ(done[job_of(record)], steps.size())
            << name(kind_of(record)) << " of a job that is not done";
      }
    }
  });
}

// Goal: every submitted job ends in exactly one outcome, and has a cause exactly when it was done and not delivered. Method:
// the outcome is worked out a second time, from the records alone.
TEST(Property, EveryJobHasOneOutcomeAndACauseWhenItWasDoneAndNotDelivered) {
  in_random_worlds(11, [](const Session& session, const Settings&) {
    std::map<JobKey, std::set<Kind>> said;
    std::map<JobKey, Kind> decided;
    for (const sim::Record& record : session.recording().records()) {
      if (subject_type_of(record) != SubjectType::job) continue;
      said[job_of(record)].insert(kind_of(record));
      if (is_decision(kind_of(record))) decided[job_of(record)] = kind_of(record);
    }
    for (const JobResult& job : session.result().jobs) {
      const std::set<Kind>& kinds = said[{job.user, job.job}];
      const bool is_completed =
          kinds.contains(Kind::processing_completed) || kinds.contains(Kind::processing_failed);
      const bool is_delivered =
          kinds.contains(Kind::notification_received) || kinds.contains(Kind::push_received);
      ASSERT_EQ(job.cause.has_value(), is_completed && !is_delivered);
      Outcome expected = Outcome::not_submitted;
      if (kinds.contains(Kind::submitted)) expected = Outcome::unfinished;
      if (is_completed) {
        const Kind last = decided.at({job.user, job.job});
        expected = last == Kind::skipped                           ? Outcome::skipped
                   : last == Kind::kept || last == Kind::published ? Outcome::kept
                                                                   : Outcome::lost;
      }
      if (is_delivered) expected = Outcome::delivered;
      ASSERT_EQ(name(job.outcome), name(expected));
    }
  });
}

// Goal: a cause can be shown. Method: its proof is a record from before the job's last word, or the loss itself; only a race
// of connecting may have nothing to show.
TEST(Property, EveryCauseHasARecordThatProvesIt) {
  in_random_worlds(12, [](const Session& session, const Settings&) {
    for (const JobResult& job : session.result().jobs) {
      if (!job.cause) {
        ASSERT_EQ(job.proof, sim::no_record);
        continue;
      }
      ASSERT_NE(job.decided_by, sim::no_record);
      ASSERT_EQ(job_of(session.recording().at(job.decided_by)), (JobKey{job.user, job.job}));
      // Later only when it arrived at an app that had gone to sleep meanwhile, until the end of the run.
      ASSERT_TRUE(job.proof <= job.decided_by || job.cause == Mechanism::background);
      if (job.proof == sim::no_record) {
        ASSERT_EQ(name(*job.cause), name(Mechanism::connect_race));
      }
    }
  });
}

TEST(Property, TheDecisionIsMadeAtTheInstantOfCompletion) {
  in_random_worlds(13, [](const Session& session, const Settings& settings) {
    std::map<JobKey, sim::Instant> completed;
    std::map<JobKey, sim::Instant> decided;
    for (const sim::Record& record : session.recording().records()) {
      if (is_done(kind_of(record))) completed[job_of(record)] = record.time;
      if (is_decision(kind_of(record))) decided.try_emplace(job_of(record), record.time);
      const OnMissing rule = settings.notifier.on_missing;
      if (kind_of(record) == Kind::kept) {
        ASSERT_EQ(rule, OnMissing::keep);
      }
      if (kind_of(record) == Kind::published) {
        ASSERT_EQ(rule, OnMissing::publish);
      }
      if (kind_of(record) == Kind::push_sent) {
        ASSERT_EQ(rule, OnMissing::push);
      }
      if (kind_of(record) == Kind::skipped) {
        ASSERT_TRUE(rule == OnMissing::skip || rule == OnMissing::publish);
      }
    }
    ASSERT_EQ(completed, decided);
  });
}

// Goal: a limited pool is limited, idle only when nothing waits, and fair. Method: a queue of what was dispatched.
TEST(Property, WorkersAreAtMostSoManyAndTakeJobsInTheirOrder) {
  in_random_worlds(14, [](const Session& session, const Settings& settings) {
    std::deque<JobKey> waiting;
    std::size_t busy = 0;
    for (const sim::Record& record : session.recording().records()) {
      if (kind_of(record) == Kind::dispatched) {
        waiting.push_back(job_of(record));
      } else if (kind_of(record) == Kind::processing_started) {
        ASSERT_EQ(job_of(record), waiting.front());
        waiting.pop_front();
        ++busy;
        if (settings.worker.count) {
          ASSERT_LE(busy, *settings.worker.count);
        }
      } else if (is_done(kind_of(record))) {
        --busy;
      }
    }
    if (!waiting.empty()) {
      ASSERT_TRUE(settings.worker.count) << "who may have as many as it likes lets nothing wait";
      ASSERT_EQ(busy, *settings.worker.count);
    }
  });
}

TEST(Property, TheScreenShowsAJobOnceAndNotBeforeItIsDone) {
  in_random_worlds(15, [](const Session& session, const Settings&) {
    std::set<JobKey> done;
    std::set<JobKey> shown;
    for (const sim::Record& record : session.recording().records()) {
      if (is_done(kind_of(record))) done.insert(job_of(record));
      if (kind_of(record) != Kind::screen_updated) continue;
      ASSERT_TRUE(done.contains(job_of(record)));
      ASSERT_TRUE(shown.insert(job_of(record)).second) << "shown twice";
      const Kind cause = kind_of(session.recording().at(record.cause));
      ASSERT_TRUE(cause == Kind::notification_received || cause == Kind::poll_answered ||
                  cause == Kind::push_received)
          << name(cause);
    }
  });
}

// Goal: what comes again is known. Method: the first arrival of a job's message is received, each other a duplicate.
TEST(Property, AMessageOfAJobIsReceivedOnceAndEachOtherIsADuplicate) {
  in_random_worlds(16, [](const Session& session, const Settings&) {
    std::set<JobKey> received;
    for (const sim::Record& record : session.recording().records()) {
      const Kind kind = kind_of(record);
      if (kind == Kind::notification_received || kind == Kind::push_received) {
        ASSERT_TRUE(received.insert(job_of(record)).second) << "received twice";
      } else if (kind == Kind::duplicate_received) {
        ASSERT_TRUE(received.contains(job_of(record)));
      }
    }
  });
}

// Goal: what is kept is kept for so long, so many of it, and sent or given up once. Method: a list of what is kept.
TEST(Property, WhatIsKeptIsSentOrGivenUpOnceAndInTime) {
  in_random_worlds(17, [](const Session& session, const Settings& settings) {
    std::map<UserId, std::map<std::uint32_t, sim::Instant>> kept;
    for (const sim::Record& record : session.recording().records()) {
      auto& jobs = kept[record.subject.owner];
      const std::uint32_t job = record.subject.number;
      if (kind_of(record) == Kind::kept) {
        // One more for the instant in which the oldest is given up.
        ASSERT_LE(jobs.size(), settings.notifier.keep_count);
        ASSERT_TRUE(jobs.emplace(job, record.time).second);
      } else if (kind_of(record) == Kind::given_up) {
        ASSERT_TRUE(jobs.contains(job));
        ASSERT_TRUE(record.time - jobs[job] == settings.notifier.keep_for ||
                    jobs.size() == settings.notifier.keep_count + 1);
        jobs.erase(job);
      } else if (kind_of(record) == Kind::notification_sent &&
                 kind_of(session.recording().at(record.cause)) == Kind::registered) {
        ASSERT_TRUE(jobs.contains(job));
        ASSERT_LE(record.time - jobs[job], settings.notifier.keep_for);
        jobs.erase(job);
      }
    }
  });
}

// Goal: what is published is sent, by each instance that knows the user, or skipped once, when all were asked in vain.
TEST(Property, WhatIsPublishedIsSentOrSkippedAndNotBoth) {
  in_random_worlds(19, [](const Session& session, const Settings& settings) {
    if (settings.notifier.on_missing != OnMissing::publish) return;
    std::map<JobKey, std::uint32_t> sent;
    std::set<JobKey> skipped;
    for (const sim::Record& record : session.recording().records()) {
      if (kind_of(record) == Kind::notification_sent) ++sent[job_of(record)];
      if (kind_of(record) == Kind::skipped) {
        ASSERT_TRUE(skipped.insert(job_of(record)).second);
      }
    }
    for (const auto& [job, times] : sent) {
      ASSERT_FALSE(skipped.contains(job));
      ASSERT_LE(times, settings.server.instances);
    }
  });
}

// Goal: nothing is lost from the books. Method: the monitor's sums against the number of records.
TEST(Property, EveryJobIsAccountedFor) {
  in_random_worlds(18, [](const Session& session, const Settings& settings) {
    const SessionResult result = session.result();
    const auto number = [&](auto has) {
      return static_cast<std::size_t>(std::count_if(result.jobs.begin(), result.jobs.end(), has));
    };
    ASSERT_EQ(result.jobs.size(), std::size_t{settings.session.users} * settings.jobs.count);
    ASSERT_EQ(number([](const JobResult& job) { return job.was_submitted(); }),
              session.count(Kind::submitted));
    ASSERT_EQ(number([](const JobResult& job) { return job.was_delivered(); }),
              session.count(Kind::notification_received) + session.count(Kind::push_received));
    ASSERT_EQ(number([](const JobResult& job) { return job.was_shown(); }),
              session.count(Kind::screen_updated));
    ASSERT_EQ(number([](const JobResult& job) { return job.was_completed(); }),
              session.count(Kind::processing_completed) + session.count(Kind::processing_failed));
    ASSERT_EQ(number([](const JobResult& job) { return job.was_delivered() && !job.was_shown(); }), 0U);
    ASSERT_LE(result.polls, session.count(Kind::poll_sent));
    ASSERT_LE(result.polls_in_session, result.polls);
    ASSERT_EQ(result.pings, session.count(Kind::ping_sent, Role::supervision));
    ASSERT_LE(result.connections_attempted, session.count(Kind::connecting));
    ASSERT_LE(result.connections_established, result.connections_attempted);
    ASSERT_LE(result.notifications_sent, session.count(Kind::notification_sent));
    ASSERT_GE(result.ghost_time, Duration::zero());
    ASSERT_LE(result.polling_time, result.user_time);
  });
}

}  // namespace
}  // namespace lastseen::models
