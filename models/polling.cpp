#include <lastseen/models/polling.hpp>

#include <algorithm>

#include <lastseen/models/app_timer.hpp>

namespace lastseen::models {

void Polling::job_submitted(UserId user, std::uint32_t job, sim::RecordId cause) {
  if (context_.settings.polling.starts_on != PollingStart::connection_failure)
    start(user, of_job(job), cause);
}

void Polling::connection_failed(UserId user, std::uint32_t connection, sim::RecordId cause) {
  if (context_.settings.polling.starts_on == PollingStart::submission) return;
  // The root's first loop is the one that it starts itself.
  start(user, context_.connections.of(user, connection).next(), cause);
}

void Polling::connected(UserId user, sim::RecordId cause) {
  if (context_.settings.polling.stops_when == PollingStop::connected) stop(user, cause);
}

void Polling::notified(UserId user, sim::RecordId cause) {
  // A message proves the socket, so both socket rules stop; the job rule asks whether all is seen.
  if (context_.settings.polling.stops_when != PollingStop::done || all_seen(user)) stop(user, cause);
}

void Polling::pushed(UserId user, sim::RecordId cause) {
  if (all_seen(user)) stop(user, cause);
}

void Polling::start(UserId user, Origin origin, sim::RecordId cause) {
  State& state = users_[user];
  if (!context_.settings.polling.enabled || state.running) return;
  state.running = true;
  state.poll = 0;
  state.empty = 0;
  loops_.add(user, ++state.loop, origin);
  sleep(user,
        context_.write(Role::polling, user, Kind::polling_started, poll_subject(user, state.loop), cause));
}

void Polling::stop(UserId user, sim::RecordId cause) {
  State& state = users_[user];
  if (!state.running) return;
  state.running = false;
  state.asking = false;
  context_.simulation.cancel(state.timer);
  context_.write(Role::polling, user, Kind::polling_stopped, poll_subject(user, state.loop), cause);
}

void Polling::sleep(UserId user, sim::RecordId cause) {
  State& state = users_[user];
  after_in_app(
      context_, user, interval(state), state.timer,
      [user, loop = state.loop, poll = state.poll + 1] {
        return event(Role::polling, user, Timer::poll, poll_subject(user, loop, poll));
      },
      [this, user, cause] { wake(user, cause); });
}

/// Grows by half with each answer without news after the third, up to the longest.
Duration Polling::interval(const State& state) const {
  const auto& polling = context_.settings.polling;
  Duration interval = polling.interval;
  if (!polling.adaptive) return interval;
  for (std::uint32_t empty = 3; empty < state.empty && interval < polling.interval_max; ++empty) {
    interval = std::min(interval + interval / 2, polling.interval_max);
  }
  return interval;
}

void Polling::wake(UserId user, sim::RecordId cause) {
  const PollingStop rule = context_.settings.polling.stops_when;
  const auto socket = belief(user);
  if ((rule == PollingStop::connected && socket.connected) ||
      (rule == PollingStop::verified && socket.verified)) {
    stop(user, socket.because);
    return;
  }
  State& state = users_[user];
  ++state.poll;
  state.asking = true;
  const sim::RecordId sent =
      context_.write(Role::polling, user, Kind::poll_sent, poll_subject(user, state.loop, state.poll), cause);
  after_in_app(
      context_, user, context_.settings.rest.timeout, state.timer,
      [user, loop = state.loop, poll = state.poll] {
        return event(Role::polling, user, Timer::poll_timeout, poll_subject(user, loop, poll));
      },
      [this, user, sent] { poll_failed(user, sent); });
  send({.kind = PacketKind::poll, .user = user, .number = state.loop, .part = state.poll, .cause = sent});
}

/// The wait for the next poll is not longer for it.
void Polling::poll_failed(UserId user, sim::RecordId cause) {
  State& state = users_[user];
  state.asking = false;
  sleep(user, context_.write(Role::polling, user, Kind::poll_failed,
                             poll_subject(user, state.loop, state.poll), cause));
}

void Polling::reply_arrived(Packet reply) {
  State& state = users_[reply.user];
  if (!state.asking || state.loop != reply.number || state.poll != reply.part) {
    context_.write(Role::polling, reply.user, Kind::ignored, subject_of(reply), reply.cause);
    return;
  }
  context_.simulation.cancel(state.timer);
  if (reply.is_refusal) {
    context_.write(Role::polling, reply.user, Kind::refusal_received, subject_of(reply), reply.cause);
    return poll_failed(reply.user, reply.cause);
  }
  state.asking = false;
  const std::uint32_t told = state.done;
  state.done = std::max(state.done, reply.content);
  const sim::RecordId answered =
      context_.write(Role::polling, reply.user, Kind::poll_answered,
                     poll_subject(reply.user, reply.number, reply.part), reply.cause);
  state.empty = fetched(reply.user, told, reply.content, answered) ? 0 : state.empty + 1;
  if (all_seen(reply.user)) {
    stop(reply.user, answered);
  } else {
    sleep(reply.user, answered);
  }
}

}  // namespace lastseen::models
