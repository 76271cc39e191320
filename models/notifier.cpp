#include <lastseen/models/notifier.hpp>

#include <algorithm>

namespace lastseen::models {

void Notifier::job_done(UserId user, std::uint32_t job, sim::RecordId cause) {
  const std::uint32_t instance = route(user, job);
  const Presence answer = check(instance, user);
  const Notification what{user, job};
  if (answer.connected()) return send(instance, what, answer, cause);
  // Caused by what made the registry forget the user; where nothing did, by the job's coming too early.
  const sim::RecordId because = answer.because == sim::no_record ? cause : answer.because;
  switch (context_.settings.notifier.on_missing) {
    case OnMissing::skip: return skip(instance, what, because);
    case OnMissing::keep: return keep(instance, what, because);
    case OnMissing::publish: return publish(instance, what, because);
    case OnMissing::push: return push(instance, what, because);
  }
}

void Notifier::send(std::uint32_t instance, Notification what, const Presence& answer, sim::RecordId cause,
                    std::uint32_t first_copy) {
  const sim::RecordId sent = context_.write(Role::notifier, instance, Kind::notification_sent,
                                            job_subject(what.user, what.job), cause);
  // The first copy goes to the latest entry, mostly the connection that the phone has.
  std::uint32_t copy = first_copy + static_cast<std::uint32_t>(answer.connections.size());
  for (const std::uint32_t connection : answer.connections) {
    write({.kind = PacketKind::notification,
           .user = what.user,
           .number = connection,
           .part = what.job,
           .content = --copy,
           .cause = sent});
  }
}

void Notifier::skip(std::uint32_t instance, Notification what, sim::RecordId because) {
  context_.write(Role::notifier, instance, Kind::skipped, job_subject(what.user, what.job), because);
}

void Notifier::keep(std::uint32_t instance, Notification what, sim::RecordId because) {
  const auto& settings = context_.settings.notifier;
  auto& kept = kept_[what.user];
  const sim::RecordId record =
      context_.write(Role::notifier, instance, Kind::kept, job_subject(what.user, what.job), because);
  kept.push_back({what.job, record});
  ++pending_;
  if (kept.size() > settings.keep_count) give_up(instance, what.user, kept.front().record);
  context_.schedule(
      settings.keep_for, context_.timer_priority,
      [=] { return event(Role::notifier, instance, Timer::kept_too_long, job_subject(what.user, what.job)); },
      [this, instance, user = what.user, record] { give_up(instance, user, record); });
}

void Notifier::give_up(std::uint32_t instance, UserId user, sim::RecordId record) {
  auto& kept = kept_[user];
  const auto found =
      std::find_if(kept.begin(), kept.end(), [&](const Kept& k) { return k.record == record; });
  if (found == kept.end()) return;
  context_.write(Role::notifier, instance, Kind::given_up, job_subject(user, found->job), record);
  kept.erase(found);
  --pending_;
}

void Notifier::registered(SocketId id, sim::RecordId cause) {
  const auto found = kept_.find(id.user);
  if (found == kept_.end()) return;
  const auto kept = std::move(found->second);
  kept_.erase(found);
  pending_ -= kept.size();
  for (const Kept& each : kept) {
    send(id.instance, {id.user, each.job}, {.connections = {id.connection}, .because = cause}, cause);
  }
}

void Notifier::publish(std::uint32_t instance, Notification what, sim::RecordId because) {
  const auto& settings = context_.settings;
  const std::uint32_t others = settings.server.instances - 1;
  if (others == 0) return skip(instance, what, because);
  const sim::RecordId published =
      context_.write(Role::notifier, instance, Kind::published, job_subject(what.user, what.job), because);
  const std::uint64_t key = (std::uint64_t{what.user} << 32) | what.job;
  publications_[key].unanswered = others;
  for (std::uint32_t other = 0; other <= others; ++other) {
    if (other == instance) continue;
    const Duration latency =
        context_.chance.draw(label(what.user, Purpose::publish_latency, of_job(what.job), other),
                             settings.notifier.publish_latency);
    ++pending_;
    context_.schedule(
        latency, context_.message_priority,
        [=] { return event(Role::notifier, other, Timer::publication, job_subject(what.user, what.job)); },
        [this, key, other, published, because] {
          --pending_;
          const Notification asked{static_cast<UserId>(key >> 32), static_cast<std::uint32_t>(key)};
          const Presence answer = check(other, asked.user);
          Publication& publication = publications_[key];
          --publication.unanswered;
          if (answer.connected()) {
            send(other, asked, answer, published, publication.sent);
            publication.sent += static_cast<std::uint32_t>(answer.connections.size());
          } else if (publication.unanswered == 0 && publication.sent == 0) {
            skip(other, asked, because);
          }
          if (publication.unanswered == 0) publications_.erase(key);
        });
  }
}

void Notifier::push(std::uint32_t instance, Notification what, sim::RecordId because) {
  const auto& settings = context_.settings.notifier;
  const sim::Subject subject = job_subject(what.user, what.job);
  const sim::RecordId sent = context_.write(Role::notifier, instance, Kind::push_sent, subject, because);
  if (context_.chance.happens(label(what.user, Purpose::push_loss, of_job(what.job)), settings.push_loss)) {
    context_.write(Role::push_service, what.user, Kind::push_lost, subject, sent);
    return;
  }
  ++pending_;
  context_.schedule(
      context_.chance.draw(label(what.user, Purpose::push_latency, of_job(what.job)), settings.push_latency),
      context_.message_priority, [=] { return event(Role::push_service, what.user, Timer::push, subject); },
      [this, what, sent] {
        --pending_;
        push_arrived(what.user, what.job, sent);
      });
}

}  // namespace lastseen::models
