#include "models/outbox.hpp"

#include <algorithm>

#include "models/app_timer.hpp"

namespace lastseen::models {

Outbox::Outbox(const Context& context)
    : context_(context), over_(std::size_t{context.settings.session.users} * context.settings.jobs.count) {
  if (context.settings.outbox.wait_for_connection) waiting_.emplace(context.settings);
}

void Outbox::save(UserId user, std::uint32_t job, sim::RecordId cause) {
  const Duration delay =
      context_.chance.draw(label(user, Purpose::outbox_delay, job), context_.settings.outbox.delay);
  after_in_app(context_, user, delay, [this, user, job, cause] { submit(user, job, cause); });
}

void Outbox::submit(UserId user, std::uint32_t job, sim::RecordId cause) {
  if (!waiting_ || belief(user).connected) {
    upload(user, job, 1, cause);
    return;
  }
  waiting_->set(user, job);
  const sim::RecordId waits =
      context_.write(Role::outbox, user, Kind::waiting_for_connection, job_subject(user, job), cause);
  after_in_app(context_, user, *context_.settings.outbox.wait_for_connection, [this, user, job, waits] {
    if (!waiting_->get(user, job)) return;
    waiting_->clear(user, job);
    upload(user, job, 1, waits);
  });
}

void Outbox::connected(UserId user, sim::RecordId cause) {
  if (!waiting_) return;
  for (std::uint32_t job = 1; job <= context_.settings.jobs.count; ++job) {
    if (!waiting_->get(user, job)) continue;
    waiting_->clear(user, job);
    upload(user, job, 1, cause);
  }
}

void Outbox::upload(UserId user, std::uint32_t job, std::uint32_t attempt, sim::RecordId cause) {
  const sim::RecordId sent =
      context_.write(Role::outbox, user, Kind::upload_sent, job_subject(user, job, attempt), cause);
  if (fate(user, job, attempt) < context_.settings.outbox.failure_probability / 2) {
    fail(user, job, attempt, sent);
    return;
  }
  send({.kind = PacketKind::upload, .user = user, .number = job, .part = attempt, .cause = sent});
  after_in_app(context_, user, context_.settings.rest.timeout, [this, user, job, attempt, sent] {
    if (over(user, job) < attempt) fail(user, job, attempt, sent);
  });
}

/// A reply that comes after its attempt was given up confirms the job all the same, and the next attempt is not made.
void Outbox::reply_arrived(Packet reply) {
  std::uint32_t& over_up_to = over(reply.user, reply.number);
  if (over_up_to == confirmed) return;
  if (fate(reply.user, reply.number, reply.part) < context_.settings.outbox.failure_probability) {
    if (over_up_to < reply.part) fail(reply.user, reply.number, reply.part, reply.cause);
    return;
  }
  over_up_to = confirmed;
  context_.write(Role::outbox, reply.user, Kind::upload_confirmed,
                 job_subject(reply.user, reply.number, reply.part), reply.cause);
}

void Outbox::fail(UserId user, std::uint32_t job, std::uint32_t attempt, sim::RecordId cause) {
  over(user, job) = attempt;
  const sim::RecordId failed =
      context_.write(Role::outbox, user, Kind::upload_failed, job_subject(user, job, attempt), cause);
  const auto& outbox = context_.settings.outbox;
  // Doubles with each attempt; 20 doublings of the shortest delay exceed any longest one.
  const Duration delay =
      std::min(outbox.retry_delay * (std::int64_t{1} << std::min(attempt - 1, 20U)), outbox.retry_delay_max);
  after_in_app(context_, user, delay, [this, user, job, attempt, failed] {
    if (over(user, job) != confirmed) upload(user, job, attempt + 1, failed);
  });
}

double Outbox::fate(UserId user, std::uint32_t job, std::uint32_t attempt) const {
  if (context_.settings.outbox.failure_probability == 0) return 1;
  return context_.chance.uniform(label(user, Purpose::upload_failure, job, attempt));
}

}  // namespace lastseen::models
