#include <lastseen/models/outbox.hpp>

#include <algorithm>
#include <array>

#include <lastseen/models/app_timer.hpp>

namespace lastseen::models {

void Outbox::save(UserId user, std::uint32_t job, sim::RecordId cause) {
  const Duration delay =
      context_.chance.draw(label(user, Purpose::outbox_delay, of_job(job)), context_.settings.outbox.delay);
  after_in_app(
      context_, user, delay,
      [=] { return event(Role::outbox, user, Timer::outbox_delay, job_subject(user, job)); },
      [this, user, job, cause] { submit(user, job, cause); });
}

void Outbox::submit(UserId user, std::uint32_t job, sim::RecordId cause) {
  const auto wait = context_.settings.outbox.wait_for_connection;
  if (!wait || belief(user).connected) {
    upload(user, job, 1, cause);
    return;
  }
  Job& saved = job_of(user, job);
  saved.attempt = waiting;
  const sim::RecordId waits =
      context_.write(Role::outbox, user, Kind::waiting_for_connection, job_subject(user, job), cause);
  after_in_app(
      context_, user, *wait, saved.timer,
      [=] { return event(Role::outbox, user, Timer::connection_wait, job_subject(user, job)); },
      [this, user, job, waits] { upload(user, job, 1, waits); });
}

void Outbox::connected(UserId user, sim::RecordId cause) {
  if (!context_.settings.outbox.wait_for_connection) return;
  for (std::uint32_t job = 1; job <= context_.settings.jobs.count; ++job) {
    if (job_of(user, job).attempt != waiting) continue;
    context_.simulation.cancel(job_of(user, job).timer);
    upload(user, job, 1, cause);
  }
}

void Outbox::upload(UserId user, std::uint32_t job, std::uint32_t attempt, sim::RecordId cause) {
  const sim::RecordId sent =
      context_.write(Role::outbox, user, Kind::upload_sent, job_subject(user, job, attempt), cause);
  const Fate drawn = fate(user, job, attempt);
  if (drawn == Fate::request_lost) {
    fail(user, job, attempt, sent);
    return;
  }
  if (drawn == Fate::reply_lost) lost_replies_.emplace(user, job, attempt);
  Job& saved = job_of(user, job);
  saved.attempt = attempt;
  after_in_app(
      context_, user, context_.settings.rest.timeout, saved.timer,
      [=] { return event(Role::outbox, user, Timer::upload_timeout, job_subject(user, job, attempt)); },
      [this, user, job, attempt, sent] { fail(user, job, attempt, sent); });
  send({.kind = PacketKind::upload, .user = user, .number = job, .part = attempt, .cause = sent});
}

/// A reply to an attempt that was given up confirms the job all the same.
void Outbox::reply_arrived(Packet reply) {
  Job& saved = job_of(reply.user, reply.number);
  if (saved.attempt == confirmed) {
    context_.write(Role::outbox, reply.user, Kind::ignored, subject_of(reply), reply.cause);
    return;
  }
  if (reply.is_refusal) {
    context_.write(Role::outbox, reply.user, Kind::refusal_received, subject_of(reply), reply.cause);
  }
  if (reply.is_refusal || lost_replies_.contains({reply.user, reply.number, reply.part})) {
    if (saved.attempt == reply.part) fail(reply.user, reply.number, reply.part, reply.cause);
    return;
  }
  context_.simulation.cancel(saved.timer);
  saved.attempt = confirmed;
  context_.write(Role::outbox, reply.user, Kind::upload_confirmed,
                 job_subject(reply.user, reply.number, reply.part), reply.cause);
}

void Outbox::fail(UserId user, std::uint32_t job, std::uint32_t attempt, sim::RecordId cause) {
  Job& saved = job_of(user, job);
  context_.simulation.cancel(saved.timer);
  saved.attempt = 0;
  const sim::RecordId failed =
      context_.write(Role::outbox, user, Kind::upload_failed, job_subject(user, job, attempt), cause);
  const auto& outbox = context_.settings.outbox;
  // Doubles with each attempt; 20 doublings of the shortest delay exceed any longest one.
  const Duration delay =
      std::min(outbox.retry_delay * (std::int64_t{1} << std::min(attempt - 1, 20U)), outbox.retry_delay_max);
  after_in_app(
      context_, user, delay, saved.timer,
      [=] { return event(Role::outbox, user, Timer::upload_retry, job_subject(user, job, attempt + 1)); },
      [this, user, job, attempt, failed] { upload(user, job, attempt + 1, failed); });
}

Outbox::Fate Outbox::fate(UserId user, std::uint32_t job, std::uint32_t attempt) const {
  const double probability = context_.settings.outbox.failure_probability;
  if (probability == 0) return Fate::neither;
  const std::array<double, 3> shares = {probability / 2, probability / 2, 1 - probability};
  return static_cast<Fate>(
      context_.chance.weighted(label(user, Purpose::upload_fate, of_job(job), attempt), shares));
}

}  // namespace lastseen::models
