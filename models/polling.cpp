#include "models/polling.hpp"

namespace lastseen::models {

void Polling::job_submitted(UserId user, sim::RecordId cause) {
  if (context_.settings.polling.starts_on != PollingStart::connection_failure) start(user, cause);
}

void Polling::connection_failed(UserId user, sim::RecordId cause) {
  if (context_.settings.polling.starts_on != PollingStart::submission) start(user, cause);
}

void Polling::connected(UserId user, sim::RecordId cause) {
  if (context_.settings.polling.stops_when == PollingStop::connected) stop(user, cause);
}

void Polling::notified(UserId user, sim::RecordId cause) {
  // A message proves the socket, so both socket rules stop; the job rule asks whether all is seen.
  if (context_.settings.polling.stops_when != PollingStop::done || all_seen(user)) stop(user, cause);
}

void Polling::start(UserId user, sim::RecordId cause) {
  State& state = users_[user];
  if (!context_.settings.polling.enabled || state.running) return;
  state.running = true;
  state.poll = 0;
  ++state.loop;
  sleep(user,
        context_.write(Role::polling, user, Kind::polling_started, poll_subject(user, state.loop), cause));
}

void Polling::stop(UserId user, sim::RecordId cause) {
  State& state = users_[user];
  if (!state.running) return;
  state.running = false;
  context_.simulation.cancel(state.sleep);
  context_.write(Role::polling, user, Kind::polling_stopped, poll_subject(user, state.loop), cause);
}

void Polling::sleep(UserId user, sim::RecordId cause) {
  users_[user].sleep =
      context_.simulation.after(context_.settings.polling.interval, context_.timer_priority(),
                                [this, user, cause] { wake(user, cause); });
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
  const sim::RecordId sent =
      context_.write(Role::polling, user, Kind::poll_sent, poll_subject(user, state.loop, state.poll), cause);
  send({.kind = PacketKind::poll, .user = user, .number = state.loop, .part = state.poll, .cause = sent});
}

void Polling::reply_arrived(Packet reply) {
  const State& state = users_[reply.user];
  if (!state.running || state.loop != reply.number) return;
  const sim::RecordId answered =
      context_.write(Role::polling, reply.user, Kind::poll_answered,
                     poll_subject(reply.user, reply.number, reply.part), reply.cause);
  fetched(reply.user, reply.content, answered);
  if (all_seen(reply.user)) {
    stop(reply.user, answered);
  } else {
    sleep(reply.user, answered);
  }
}

}  // namespace lastseen::models
