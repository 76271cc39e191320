#include <lastseen/models/monitor.hpp>

#include <algorithm>
#include <array>

namespace lastseen::models {
namespace {

/// The radio of a phone stays awake for about 10 s after use (LTE's inactivity timer).
constexpr sim::Duration radio_tail = std::chrono::seconds(10);

/// Whether the phone has sent or received something.
bool is_over_radio(const sim::Record& record) {
  if (side_of(role_of(record)) != Side::client) return false;
  switch (kind_of(record)) {
    case Kind::upload_sent:
    case Kind::upload_confirmed:
    case Kind::connecting:
    case Kind::upgraded:
    case Kind::refusal_received:
    case Kind::close_sent:
    case Kind::close_received:
    case Kind::ping_sent:
    case Kind::pong_sent:
    case Kind::pong_received:
    case Kind::notification_received:
    case Kind::duplicate_received:
    case Kind::push_received:
    case Kind::poll_sent:
    case Kind::poll_answered:
    case Kind::status_asked:
    case Kind::status_received:
    case Kind::unknown_received:
    case Kind::ignored: return true;
    default: return false;
  }
}

}  // namespace

std::string_view name(Outcome outcome) {
  constexpr std::array<std::string_view, outcome_count> names = {"not_submitted", "unfinished", "delivered",
                                                                 "skipped",       "lost",       "kept"};
  return names.at(static_cast<std::size_t>(outcome));
}

Monitor::Monitor(const Settings& settings)
    : jobs_per_user_(settings.jobs.count),
      session_end_(sim::run_start + settings.session.duration),
      entries_(settings.session.users, session_end_),
      users_(settings.session.users) {
  result_.jobs.resize(std::size_t{settings.session.users} * jobs_per_user_);
  for (std::size_t index = 0; index < result_.jobs.size(); ++index) {
    result_.jobs[index].user = static_cast<UserId>(index / jobs_per_user_);
    result_.jobs[index].job = static_cast<std::uint32_t>(index % jobs_per_user_) + 1;
  }
}

void Monitor::observe(const sim::Record& record) {
  entries_.observe(record);
  const Kind kind = kind_of(record);
  if (kind == Kind::connection_died || kind == Kind::connection_closed || kind == Kind::restarted) {
    deaths_.push_back(record.id);
  }
  if (kind_of(record) == Kind::restarted) {
    for (User& user : users_) user.entry.observe(record);
    return;
  }
  User& user = users_[record.subject.owner];
  user.entry.observe(record);
  observe_job(record, user);
  observe_client(record, user);
}

void Monitor::observe_job(const sim::Record& record, User& user) {
  switch (kind_of(record)) {
    case Kind::submitted:
      job(record).submitted = record.time;
      ++user.unseen;
      user.submission = record.id;
      user.submitted_job = record.subject.number;
      break;
    case Kind::accepted: job(record).accepted = record.time; break;
    case Kind::processing_completed:
    case Kind::processing_failed:
      job(record).completed = record.time;
      if (user.entry.registered() != sim::never) {
        job(record).connection_age = record.time - user.entry.registered();
      }
      break;
    case Kind::notification_sent:
      job(record).sent = record.time;
      job(record).under_way = true;
      decide(record, Outcome::lost, {Mechanism::half_open, record.id});  // unless it arrives
      break;
    case Kind::skipped:
      job(record).skipped = record.time;
      // After a publication: all instances were asked, and this one was the last.
      decide(record, Outcome::skipped,
             job(record).outcome == Outcome::kept ? user.entry.missing({})
                                                  : user.entry.missing(record.actor.index));
      break;
    case Kind::kept:
    case Kind::published: decide(record, Outcome::kept, user.entry.missing(record.actor.index)); break;
    case Kind::push_sent: decide(record, Outcome::lost, user.entry.missing(record.actor.index)); break;
    case Kind::packet_lost:
      // A job's packet without an attempt's number is its notification.
      if (subject_type_of(record) == SubjectType::job && record.subject.part == 0) {
        const Blame blame = user.entry.lost(record);
        decide(record, Outcome::lost, blame);
        job(record).under_way = false;
        job(record).into_void |=
            std::ranges::binary_search(deaths_, record.cause);  // else the network lost it
      }
      break;
    case Kind::notification_received:
    case Kind::push_received:
      if (!job(record).was_delivered()) job(record).received = record.time;
      job(record).under_way = false;
      break;
    case Kind::ignored:
      if (role_of(record) == Role::supervision && subject_type_of(record) == SubjectType::job) {
        job(record).under_way = false;
      }
      break;
    case Kind::screen_updated:
      job(record).shown = record.time;
      --user.unseen;
      break;
    default: break;
  }
}

/// The last decision stands: a notification that is kept, and then sent and lost, was lost.
void Monitor::decide(const sim::Record& record, Outcome outcome, const Blame& blame) {
  JobResult& result = job(record);
  const bool is_first = result.decided_by == sim::no_record;
  if (is_first) result.not_connected = kind_of(record) != Kind::notification_sent;
  result.outcome = outcome;
  result.decided_by = record.id;
  result.cause = blame.mechanism;
  result.proof = blame.record;
}

void Monitor::observe_client(const sim::Record& record, User& user) {
  if (is_over_radio(record)) use_radio(record, user);
  switch (kind_of(record)) {
    case Kind::polling_started:
      user.polling_since = record.time;
      if (record.cause != sim::no_record && record.cause == user.submission) {
        job(record.subject.owner, user.submitted_job).started_polling = true;
      }
      break;
    case Kind::polling_stopped:
      result_.polling_time += in_session(user.polling_since, record.time);
      user.polling_since = sim::never;
      break;
    case Kind::poll_sent:
      result_.polls_in_session += is_in_session(record) ? 1U : 0U;
      result_.polls += is_in_session(record) || user.unseen > 0 ? 1U : 0U;
      break;
    case Kind::ping_sent:
      if (role_of(record) == Role::supervision) ++result_.pings;
      break;
    case Kind::connecting:
    case Kind::connected:
    case Kind::connection_failed:
    case Kind::disconnected:
      if (role_of(record) == Role::supervision) observe_connection(record, user);
      break;
    default: break;
  }
}

/// An attempt counts when it is over; one under way at the end of the session says nothing.
void Monitor::observe_connection(const sim::Record& record, User& user) {
  const bool is_over = user.is_connecting;
  user.is_connecting = kind_of(record) == Kind::connecting;
  if (!is_over || !is_in_session(record)) return;
  ++result_.connections_attempted;
  result_.connections_established += kind_of(record) == Kind::connected ? 1U : 0U;
}

void Monitor::use_radio(const sim::Record& record, User& user) {
  if (!is_in_session(record)) return;
  if (user.radio == sim::never || record.time - user.radio >= radio_tail) ++result_.radio_wakeups;
  user.radio = record.time;
}

/// How much of the time between lies within the session.
sim::Duration Monitor::in_session(sim::Instant from, sim::Instant to) const {
  return std::max(std::min(to, session_end_) - std::min(from, session_end_), sim::Duration::zero());
}

/// What the end of the run makes of what was seen so far.
SessionResult Monitor::settled(SessionResult result, sim::Instant end) const {
  for (JobResult& job : result.jobs) {
    job.given_up = (job.outcome == Outcome::skipped || job.outcome == Outcome::kept) && !job.was_delivered();
    if (job.sent != sim::never) ++result.notifications_sent;
    if (job.into_void && !job.was_delivered()) ++result.notifications_into_void;
    if (!job.was_submitted()) {
      job.outcome = Outcome::not_submitted;
    } else if (job.was_delivered()) {
      job.outcome = Outcome::delivered;
      job.cause.reset();
      job.proof = sim::no_record;
    } else if (!job.cause) {
      job.outcome = Outcome::unfinished;
    } else if (const sim::RecordId slept = users_[job.user].entry.asleep();
               slept != sim::no_record && job.under_way) {
      job.cause = Mechanism::background;  // it waits for an app that reads it when it is back
      job.proof = slept;
    }
  }
  for (const User& user : users_) {
    if (user.polling_since != sim::never) result.polling_time += in_session(user.polling_since, end);
  }
  result.entry_lifetimes = entries_.lifetimes(end);
  result.ghost_time = entries_.ghost_time(end);
  result.user_time =
      (std::min(end, session_end_) - sim::run_start) * static_cast<std::int64_t>(users_.size());
  return result;
}

}  // namespace lastseen::models
