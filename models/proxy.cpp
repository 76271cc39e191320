#include <lastseen/models/proxy.hpp>

#include <algorithm>

namespace lastseen::models {

Proxy::Proxy(const Context& context) : context_(context) {
  if (context.settings.proxy.is_there()) users_.resize(context.settings.session.users);
}

void Proxy::frame_passed(UserId user, std::uint32_t connection) {
  State& state = users_[user];
  if (connection < state.connection) return;
  const auto& proxy = context_.settings.proxy;
  const sim::Instant now = context_.simulation.now();
  if (proxy.idle_timeout) state.idle_until = now + *proxy.idle_timeout;
  if (connection == state.connection) return;
  state.connection = connection;
  if (proxy.max_age) state.expires = now + *proxy.max_age;
  context_.simulation.cancel(state.timer);
  watch(user);
}

void Proxy::connection_ended(UserId user, std::uint32_t connection) {
  if (connection == users_[user].connection) context_.simulation.cancel(users_[user].timer);
}

/// The timer is not moved by each frame: when it expires too early it is set again.
void Proxy::watch(UserId user) {
  State& state = users_[user];
  state.timer = context_.schedule(
      std::min(state.idle_until, state.expires), context_.timer_priority,
      [user, connection = state.connection] {
        return event(Role::proxy, user, Timer::proxy_timeout, connection_subject(user, connection));
      },
      [this, user, connection = state.connection] {
        const State& then = users_[user];
        if (std::min(then.idle_until, then.expires) > context_.simulation.now()) return watch(user);
        end(user, connection);
      });
}

void Proxy::end(UserId user, std::uint32_t connection) {
  const bool graceful = context_.settings.proxy.graceful_close;
  const sim::RecordId ended =
      context_.write(Role::proxy, user, graceful ? Kind::connection_closed : Kind::connection_died,
                     connection_subject(user, connection), sim::no_record);
  drop(user, connection, ended);
  if (!graceful) return;
  tell_phone(user, connection, ended);
  tell_server(user, connection, ended);
}

}  // namespace lastseen::models
