#include <lastseen/models/supervision.hpp>

#include <algorithm>

#include <lastseen/models/app_timer.hpp>

namespace lastseen::models {

namespace {

using namespace std::chrono_literals;

Duration times(Duration duration, double factor) {
  return Duration(static_cast<Duration::rep>(static_cast<double>(duration.count()) * factor));
}

}  // namespace

Belief Supervision::belief(UserId user) const {
  const State& state = users_[user];
  return {state.phase >= Phase::connected, state.phase == Phase::verified, state.because};
}

EventName Supervision::of_connection(Timer timer, UserId user) const {
  return event(Role::supervision, user, timer, connection_subject(user, users_[user].connection));
}

void Supervision::open(UserId user, Root root, sim::RecordId cause) { connect(user, Origin(root), cause); }

void Supervision::connect(UserId user, Origin origin, sim::RecordId cause) {
  State& state = users_[user];
  if (state.phase != Phase::disconnected) return;
  context_.simulation.cancel(state.timer);
  state.phase = Phase::connecting;
  state.opened = context_.simulation.now();
  connections_.add(user, ++state.connection, origin);
  const sim::RecordId connecting = context_.write(Role::supervision, user, Kind::connecting,
                                                  connection_subject(user, state.connection), cause);
  send({.kind = PacketKind::upgrade, .user = user, .number = state.connection, .cause = connecting});
  after_in_app(
      context_, user, context_.settings.handshake.timeout, state.timer,
      [=, this] { return of_connection(Timer::handshake_timeout, user); },
      [this, user, connecting] { hang_up(user, Kind::connection_failed, connecting, next_wait(user)); });
}

void Supervision::close(UserId user, sim::RecordId cause) {
  State& state = users_[user];
  context_.simulation.cancel(state.timer);
  state.losses = 0;
  if (state.phase == Phase::disconnected) return;
  drop(user, Kind::disconnected, cause);
  tell_server(user);
}

void Supervision::upgrade_confirmed(Packet reply) {
  State& state = users_[reply.user];
  if (!is_current(reply) || state.phase != Phase::connecting) return ignore(reply);
  context_.simulation.cancel(state.timer);
  state.phase = Phase::open;
  received(Kind::upgraded, reply.user, reply.number, reply.cause);
  socket_opened(reply.user, reply.number, reply.cause);
  const Duration delay = context_.chance.draw(
      label(reply.user, Purpose::confirm_delay, context_.connections.of(reply.user, reply.number)),
      context_.settings.connection.confirm_delay);
  const auto confirmation = [=, this] { return of_connection(Timer::confirmation, reply.user); };
  if (context_.at_once(delay, confirmation)) {
    say_connected(reply.user, reply.cause);
  } else {
    after_in_app(context_, reply.user, delay, state.timer, confirmation,
                 [this, user = reply.user, cause = reply.cause] { say_connected(user, cause); });
  }
}

void Supervision::say_connected(UserId user, sim::RecordId cause) {
  State& state = users_[user];
  const sim::RecordId said = context_.write(Role::supervision, user, Kind::connected,
                                            connection_subject(user, state.connection), cause);
  if (state.phase == Phase::open) {  // else a message came first, which proves more
    state.phase = Phase::connected;
    state.because = said;
  }
  state.losses = 0;
  connected(user, said);
  if (context_.settings.connection.status_check) ask_status(user, said);
  if (context_.settings.connection.health_check) expect_health_check(user);
}

void Supervision::ask_status(UserId user, sim::RecordId cause) {
  State& state = users_[user];
  const std::uint32_t connection = state.connection;
  state.asking_status = true;
  const sim::RecordId asked = context_.write(Role::supervision, user, Kind::status_asked,
                                             connection_subject(user, connection), cause);
  send({.kind = PacketKind::status_request, .user = user, .number = connection, .cause = asked});
  after_in_app(
      context_, user, context_.settings.rest.timeout,
      [=, this] { return of_connection(Timer::status_timeout, user); },
      [this, user, connection, asked] {
        if (is_current(user, connection) && users_[user].asking_status) status_failed(user, asked);
      });
}

/// The app knows no more than before.
void Supervision::status_failed(UserId user, sim::RecordId cause) {
  users_[user].asking_status = false;
  context_.write(Role::supervision, user, Kind::status_failed,
                 connection_subject(user, users_[user].connection), cause);
}

void Supervision::status_arrived(Packet reply) {
  const UserId user = reply.user;
  State& state = users_[user];
  if (!is_current(reply) || !state.asking_status) return ignore(reply);
  if (reply.is_refusal) {
    received(Kind::refusal_received, user, reply.number, reply.cause);
    return status_failed(user, reply.cause);
  }
  state.asking_status = false;
  const bool known = reply.content != 0;
  const sim::RecordId said =
      context_.write(Role::supervision, user, known ? Kind::status_received : Kind::unknown_received,
                     connection_subject(user, reply.number), reply.cause);
  if (known) return;
  // A server that keeps on not knowing a connection is asked with new ones, but not in a tight loop.
  const Duration rest =
      context_.settings.connection.status_retry_after - (context_.simulation.now() - state.opened);
  hang_up(user, Kind::disconnected, said, std::max(next_wait(user).value_or(0s), rest));
}

void Supervision::expect_health_check(UserId user) {
  State& state = users_[user];
  state.heard = false;
  after_in_app(
      context_, user, *context_.settings.connection.health_check, state.timer,
      [=, this] { return of_connection(Timer::health_check, user); }, [this, user] { check_health(user); });
}

void Supervision::check_health(UserId user) {
  const State& state = users_[user];
  if (state.heard) {
    expect_health_check(user);
    return;
  }
  const sim::RecordId silent = context_.write(Role::supervision, user, Kind::health_check_failed,
                                              connection_subject(user, state.connection), state.because);
  hang_up(user, Kind::disconnected, silent, 0s);
}

void Supervision::upgrade_refused(Packet reply) {
  if (!is_current(reply)) return ignore(reply);
  received(Kind::refusal_received, reply.user, reply.number, reply.cause);
  lose(reply.user, Kind::connection_failed, reply.cause);
}

void Supervision::server_closed(Packet close) {
  if (!is_current(close)) return ignore(close);
  received(Kind::close_received, close.user, close.number, close.cause);
  lose(close.user, Kind::disconnected, close.cause);
}

void Supervision::ignore(const Packet& packet) const {
  context_.write(Role::supervision, packet.user, Kind::ignored, subject_of(packet), packet.cause);
}

void Supervision::received(Kind kind, UserId user, std::uint32_t connection, sim::RecordId cause) const {
  context_.write(Role::supervision, user, kind, connection_subject(user, connection), cause);
}

void Supervision::learn_of_end(UserId user, std::uint32_t connection, sim::RecordId cause, bool is_told) {
  if (!is_current(user, connection)) return;
  if (context_.apps.suspended(user)) {  // hears of it when it is back
    context_.schedule(
        context_.apps.returns(user), context_.message_priority,
        [=, this] { return of_connection(Timer::loss_noticed, user); },
        [this, user, connection, cause, is_told] { learn_of_end(user, connection, cause, is_told); });
    return;
  }
  if (is_told) received(Kind::close_received, user, connection, cause);
  const bool never_opened = users_[user].phase == Phase::connecting;
  lose(user, never_opened ? Kind::connection_failed : Kind::disconnected, cause);
}

void Supervision::socket_taken(UserId user, sim::RecordId) {
  users_[user].taken = users_[user].phase != Phase::disconnected;
}

void Supervision::resumed(UserId user, sim::RecordId cause) {
  if (users_[user].taken) lose(user, Kind::disconnected, cause);
}

void Supervision::pong_missed(UserId user, sim::RecordId cause) {
  hang_up(user, Kind::disconnected, cause, next_wait(user));
}

void Supervision::lose(UserId user, Kind kind, sim::RecordId cause) {
  drop(user, kind, cause);
  come_back(user, next_wait(user));
}

void Supervision::hang_up(UserId user, Kind kind, sim::RecordId cause, std::optional<Duration> wait) {
  drop(user, kind, cause);
  tell_server(user);
  come_back(user, wait);
}

void Supervision::drop(UserId user, Kind kind, sim::RecordId cause) {
  State& state = users_[user];
  context_.simulation.cancel(state.timer);
  state.phase = Phase::disconnected;
  state.taken = false;
  state.asking_status = false;
  state.because =
      context_.write(Role::supervision, user, kind, connection_subject(user, state.connection), cause);
  socket_closed(user);
}

void Supervision::tell_server(UserId user) {
  const State& state = users_[user];
  context_.write(Role::supervision, user, Kind::close_sent, connection_subject(user, state.connection),
                 state.because);
  send({.kind = PacketKind::client_close, .user = user, .number = state.connection, .cause = state.because});
}

void Supervision::come_back(UserId user, std::optional<Duration> wait) {
  const sim::RecordId because = users_[user].because;
  failed(user, users_[user].connection, because);
  if (!wait) return;
  const Duration rest = std::max(*wait, Duration::zero());
  const auto name = [=, this] { return of_connection(Timer::reconnect, user); };
  if (context_.at_once(rest, name)) {
    reconnect(user, because);
  } else {
    after_in_app(context_, user, rest, users_[user].timer, name,
                 [this, user, because] { reconnect(user, because); });
  }
}

void Supervision::reconnect(UserId user, sim::RecordId loss) {
  if (users_[user].phase == Phase::disconnected) connect(user, next_origin(user, loss), loss);
}

Origin Supervision::next_origin(UserId user, sim::RecordId loss) {
  const Origin lost = context_.connections.of(user, users_[user].connection);
  const std::uint32_t fault = context_.fault_origins ? context_.fault_origins->of(loss) : 0;
  const Root root = fault != 0 ? Root(RootKind::fault, fault) : lost.root();
  if (root.kind() != RootKind::fault) return lost.next();
  return Origin(root, of_faults_[std::uint64_t{user} << 32 | root.number()]++);
}

std::optional<Duration> Supervision::next_wait(UserId user) {
  const auto& rule = context_.settings.connection;
  if (!rule.reconnect_after) return std::nullopt;
  State& state = users_[user];
  ++state.losses;
  Duration wait = *rule.reconnect_after;
  for (std::uint32_t loss = 1; rule.reconnect_factor > 1 && loss < state.losses; ++loss) {
    if (wait >= rule.reconnect_after_max) break;
    wait = times(wait, rule.reconnect_factor);
  }
  wait = std::min(wait, rule.reconnect_after_max);
  if (rule.reconnect_jitter > 0) {
    const double luck = context_.chance.uniform(
        label(user, Purpose::reconnect_jitter, context_.connections.of(user, state.connection)));
    wait = times(wait, 1 - rule.reconnect_jitter * luck);
  }
  return wait;
}

void Supervision::notification_arrived(Packet notification) {
  const UserId user = notification.user;
  const std::uint32_t job = notification.part;
  State& state = users_[user];
  if (!is_current(notification) || state.phase == Phase::connecting) {  // no 101: nothing is read
    return ignore(notification);
  }
  state.heard = true;
  state.phase = Phase::verified;
  const bool again = received_.set(user, job);
  state.because =
      context_.write(Role::supervision, user, again ? Kind::duplicate_received : Kind::notification_received,
                     job_subject(user, job), notification.cause);
  if (!again) notified(user, job, state.because);
}

void Supervision::push_arrived(UserId user, std::uint32_t job, sim::RecordId cause) {
  const bool again = received_.set(user, job);
  const sim::RecordId received =
      context_.write(Role::supervision, user, again ? Kind::duplicate_received : Kind::push_received,
                     job_subject(user, job), cause);
  if (!again) pushed(user, job, received);
}

}  // namespace lastseen::models
