// Luck belongs to things: what is added to a world leaves the luck of everything else alone. Read from the trace by job, and
// not by the labels of draws.
#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <string>

#include "tests/models/random_settings.hpp"
#include "tests/race/session.hpp"
#include "tests/scale.hpp"

namespace lastseen::models {
namespace {

struct Interval {
  sim::Instant from = sim::run_start;
  sim::Instant to = sim::never;
};

/// Something that has a length by luck, and when it began.
struct Length {
  sim::Instant began = sim::never;
  Duration length{0};
};

/// What a trace says of one job.
struct JobLuck {
  std::optional<sim::Instant> submitted;
  std::map<std::string, Length> lengths;  ///< of what came to its end undisturbed, by name
};

class LuckOfJobs {
 public:
  LuckOfJobs(const Session& session, UserId user) : records_(session.recording().records()), user_(user) {
    read_disturbances(session);
  }

  JobLuck of(std::uint32_t job) const {
    JobLuck luck;
    const sim::Record* const submitted = find(Kind::submitted, job);
    if (submitted == nullptr) return luck;
    // Who submits in the background does so at the return.
    if (!touches(returns_, {submitted->time, submitted->time})) luck.submitted = submitted->time;
    const sim::Record* const uploaded = find(Kind::upload_sent, job, 1);
    const bool first_copy_arrives =
        find(Kind::packet_lost, job, 1) == nullptr;  // and not one that comes twice later
    if (first_copy_arrives) add(luck, "upload", uploaded, find(Kind::accepted, job, 1), outages_);
    const sim::Record* const started = find(Kind::processing_started, job);
    add(luck, "processing", started, find(Kind::processing_completed, job), {});
    add_handshake(luck, job);
    add_notification(luck, job);
    return luck;
  }

 private:
  using Intervals = std::vector<Interval>;

  static bool touches(const Intervals& intervals, Interval span) {
    return std::any_of(intervals.begin(), intervals.end(),
                       [&](const Interval& each) { return each.from <= span.to && each.to >= span.from; });
  }
  static void add(JobLuck& luck, const char* name, const sim::Record* from, const sim::Record* to,
                  const Intervals& disturbances) {
    if (from == nullptr || to == nullptr || touches(disturbances, {from->time, to->time})) return;
    luck.lengths[name] = {from->time, to->time - from->time};
  }

  const sim::Record* find(Kind kind, std::uint32_t number, std::uint32_t part = 0) const {
    for (const sim::Record& record : records_) {
      if (kind_of(record) == kind && record.subject.owner == user_ && record.subject.number == number &&
          record.subject.part == part) {
        return &record;
      }
    }
    return nullptr;
  }

  void read_disturbances(const Session& session) {
    const auto read = [&](Intervals& intervals, Kind begins, Kind ends) {
      std::map<sim::RecordId, std::size_t> places;
      for (const sim::Record& record : records_) {
        if (record.subject.owner != user_) continue;
        if (kind_of(record) == begins) {
          places[record.id] = intervals.size();
          intervals.push_back({record.time, sim::never});
        }
        if (kind_of(record) == ends && places.contains(record.cause)) {
          intervals[places[record.cause]].to = record.time;
        }
      }
    };
    read(outages_, Kind::outage_began, Kind::outage_ended);
    read(backgrounds_, Kind::backgrounded, Kind::foregrounded);
    for (const sim::Record& record : session.all(Kind::foregrounded)) {
      if (record.subject.owner == user_) returns_.push_back({record.time, record.time});
    }
  }

  /// Of the connection that the job's own view has opened.
  void add_handshake(JobLuck& luck, std::uint32_t job) const {
    for (const sim::Record& record : records_) {
      if (kind_of(record) != Kind::connecting || record.subject.owner != user_ || record.cause == 0) continue;
      const sim::Record& because = records_[record.cause - 1];
      if (kind_of(because) != Kind::view_opened || because.subject.number != job) continue;
      add(luck, "handshake", &record, find(Kind::connected, record.subject.number), outages_);
      return;
    }
  }

  /// Sent once, to one socket, and not held up by a frame before it.
  void add_notification(JobLuck& luck, std::uint32_t job) const {
    const auto is_of_job = [&](const sim::Record& record, Kind kind) {
      return kind_of(record) == kind && record.subject.owner == user_ && record.subject.number == job;
    };
    const auto sent = std::count_if(records_.begin(), records_.end(), [&](const sim::Record& record) {
      return is_of_job(record, Kind::notification_sent);
    });
    const sim::Record* const received = find(Kind::notification_received, job);
    if (sent != 1 || received == nullptr) return;
    const auto frames = std::count_if(records_.begin(), records_.end(), [&](const sim::Record& record) {
      const bool is_frame = kind_of(record) == Kind::connected || kind_of(record) == Kind::pong_received ||
                            kind_of(record) == Kind::notification_received ||
                            kind_of(record) == Kind::duplicate_received;
      return is_frame && role_of(record) == Role::supervision && record.actor.index == user_ &&
             record.time == received->time;
    });
    if (frames != 1 || touches(backgrounds_, {received->time, received->time})) return;
    add(luck, "notification", find(Kind::notification_sent, job), received, outages_);
  }

  const std::vector<sim::Record>& records_;
  UserId user_;
  Intervals outages_;
  Intervals backgrounds_;
  Intervals returns_;
};

/// Settings at random in which the trace shows every frame that reaches the phone, and one entry stands for a user.
Settings readable_settings(std::uint64_t draw) {
  Settings settings = random_settings(draw);
  settings.faults.clear();
  settings.connection.confirm_delay = Duration{0};
  settings.gateway.ping_interval = std::nullopt;
  if (settings.registry.key == RegistryKey::connection) settings.registry.key = RegistryKey::generation;
  settings.handshake.timeout = 1min;
  settings.network.loss_down = 0;  // a notification waits behind another frame that is lost
  settings.jobs.at = std::vector<SubmissionTime>(settings.jobs.count, settings.jobs.at[0]);
  return settings;
}

/// Adds something to the world that comes before most of its jobs, and says what.
std::string add_feature(Settings& settings, SettingsDice& dice) {
  switch (dice.below(3)) {
    case 0: settings.connection.opens_at = dice.duration({0s, 600ms, 1s}); return "an earlier connection";
    case 1: {
      Fault fault = dice::fault(dice, settings);
      fault.kind = dice.one_of<FaultKind>(
          {FaultKind::background, FaultKind::network_switch, FaultKind::outage, FaultKind::restart});
      settings.faults.push_back(fault);
      return "a fault";
    }
    default:
      ++settings.jobs.count;
      settings.jobs.at.push_back(dice.duration({0s, 100ms, 3s}));
      return "a second loop";
  }
}

// Goal: common random numbers, event by event. Method: random worlds, each with and without something more; what a trace
// says of a job is compared where it began at the same instant in both, and came to its end undisturbed.
TEST(Luck, OfAJobIsItsOwnWhateverElseHappens) {
  std::map<std::string, int> compared;
  const auto worlds = scaled<std::uint64_t>(500, "worlds with and without something more");
  for (std::uint64_t draw = 0; draw < worlds; ++draw) {
    const Settings before = readable_settings(draw);
    Settings without = before;
    SettingsDice dice(draw);
    Settings with = before;
    const std::string feature = add_feature(with, dice);
    if (feature == "an earlier connection") {
      for (Settings* each : {&without, &with}) each->connection.owner = ConnectionOwner::view;
      without.connection.opens_at = std::nullopt;
    }
    Session one(without);
    Session other(with);
    one.run();
    other.run();
    for (UserId user = 0; user < without.session.users; ++user) {
      const LuckOfJobs lucks(one, user);
      const LuckOfJobs other_lucks(other, user);
      for (std::uint32_t job = 1; job <= without.jobs.count; ++job) {
        SCOPED_TRACE("random_settings(" + std::to_string(draw) + ") with " + feature + ", user " +
                     std::to_string(user) + ", job " + std::to_string(job));
        const JobLuck luck = lucks.of(job);
        const JobLuck other_luck = other_lucks.of(job);
        if (luck.submitted && other_luck.submitted) {
          ++compared["submission"];
          EXPECT_EQ(*luck.submitted, *other_luck.submitted);
        }
        for (const auto& [name, length] : luck.lengths) {
          const auto found = other_luck.lengths.find(name);
          if (found == other_luck.lengths.end() || found->second.began != length.began) continue;
          ++compared[name];
          EXPECT_EQ(length.length, found->second.length) << name;
        }
      }
    }
    if (HasFailure()) return;
  }
  for (const char* name : {"submission", "upload", "processing", "handshake", "notification"}) {
    EXPECT_GT(compared[name], 100) << name;
  }
}

// Goal: an earlier connection leaves the later one's luck alone. Method: the app opens none, or one at its start; the view of
// the job submitted at 100 s opens one either way, and whether it is registered when the job is done after a second is luck.
TEST(Luck, OfAJobsConnectionIsTheSameAfterAnEarlierOne) {
  Settings alone;
  alone.session.duration = 2min;
  alone.jobs.count = 1;
  alone.jobs.at = {Duration(100s)};
  alone.connection.owner = ConnectionOwner::view;
  alone.connection.opens_at = std::nullopt;
  alone.worker.processing_time = Duration(1s);
  alone.registry.refresh_on = RefreshOn::ping;
  alone.registry.key = RegistryKey::connection;
  Settings after_another = alone;
  after_another.connection.opens_at = 0s;
  const auto pairs = scaled<std::uint32_t>(1000, "pairs of sessions with and without an earlier connection");
  std::uint32_t delivered = 0;
  std::uint32_t discordant = 0;
  for (std::uint32_t replication = 0; replication < pairs; ++replication) {
    Session one(alone, 1, replication);
    Session other(after_another, 1, replication);
    one.run();
    other.run();
    delivered += one.job(1).was_delivered() ? 1U : 0U;
    discordant += one.job(1).was_delivered() != other.job(1).was_delivered() ? 1U : 0U;
  }
  EXPECT_EQ(discordant, 0U);
  EXPECT_GT(delivered, pairs / 3);  // so the correlation is 1, and not undefined
  EXPECT_LT(delivered, pairs - pairs / 3);
}

}  // namespace
}  // namespace lastseen::models
