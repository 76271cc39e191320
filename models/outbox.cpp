#include "models/outbox.hpp"

#include <algorithm>

namespace lastseen::models {

void Outbox::save(UserId user, std::uint32_t job, sim::RecordId cause) {
  const sim::Duration delay =
      context_.chance.draw(label(user, Purpose::outbox_delay, job), context_.settings.outbox.delay);
  context_.after(delay, [this, user, job, cause] { upload(user, job, 1, cause); });
}

void Outbox::upload(UserId user, std::uint32_t job, std::uint32_t attempt, sim::RecordId cause) {
  const sim::RecordId sent =
      context_.write(Role::outbox, user, Kind::upload_sent, job_subject(user, job, attempt), cause);
  if (fate(user, job, attempt) < context_.settings.outbox.failure_probability / 2) {
    retry_later(user, job, attempt, sent);
    return;
  }
  send({.kind = PacketKind::upload, .user = user, .number = job, .part = attempt, .cause = sent});
}

void Outbox::reply_arrived(Packet reply) {
  if (fate(reply.user, reply.number, reply.part) < context_.settings.outbox.failure_probability) {
    retry_later(reply.user, reply.number, reply.part, reply.cause);
    return;
  }
  context_.write(Role::outbox, reply.user, Kind::upload_confirmed,
                 job_subject(reply.user, reply.number, reply.part), reply.cause);
}

void Outbox::retry_later(UserId user, std::uint32_t job, std::uint32_t attempt, sim::RecordId cause) {
  const sim::RecordId failed =
      context_.write(Role::outbox, user, Kind::upload_failed, job_subject(user, job, attempt), cause);
  const auto& outbox = context_.settings.outbox;
  // Doubles with each attempt; 20 doublings of the shortest delay exceed any longest one.
  const sim::Duration delay =
      std::min(outbox.retry_delay * (std::int64_t{1} << std::min(attempt - 1, 20U)), outbox.retry_delay_max);
  context_.simulation.after(delay, context_.timer_priority(),
                            [this, user, job, attempt, failed] { upload(user, job, attempt + 1, failed); });
}

double Outbox::fate(UserId user, std::uint32_t job, std::uint32_t attempt) const {
  if (context_.settings.outbox.failure_probability == 0) return 1;
  return context_.chance.uniform(label(user, Purpose::upload_failure, job, attempt));
}

}  // namespace lastseen::models
