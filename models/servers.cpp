#include <lastseen/models/servers.hpp>

#include <algorithm>
#include <utility>

namespace lastseen::models {

void Servers::start() {
  draw_homes();
  if (!context_.settings.server.restart_every) return;
  for (std::uint32_t instance = 0; instance < instances_.size(); ++instance) expect_restart(instance, 1);
}

/// Which instance is a user's is chance: faults name instances.
void Servers::draw_homes() {
  const auto& server = context_.settings.server;
  if (server.routing == Routing::random || server.instances == 1) return;
  homes_.reserve(context_.settings.session.users);
  for (UserId user = 0; user < context_.settings.session.users; ++user) {
    homes_.push_back(context_.chance.below(label(user, Purpose::home_instance), server.instances));
  }
}

void Servers::expect_restart(std::uint32_t instance, std::uint32_t number) {
  const auto& server = context_.settings.server;
  const Duration gap =
      context_.draw_gap(label(instance, Purpose::restart_gap, {}, number), *server.restart_every);
  context_.schedule(
      gap, context_.timer_priority, [=] { return event(Role::gateway, instance, Timer::restart, {}); },
      [this, instance, number] {
        const auto& settings = context_.settings.server;
        restart(instance, settings.restart_lasts, settings.graceful_restart);
        expect_restart(instance, number + 1);
      });
}

void Servers::restart(std::uint32_t instance, Duration lasts, bool graceful) {
  Instance& server = instances_[instance];
  server.back = std::max(server.back, context_.simulation.now() + lasts);
  if (!is_up(instance)) return;
  server.down_by = context_.write(Role::gateway, instance, Kind::restarted, {}, sim::no_record);
  stopped(instance, graceful, server.down_by);
  expect_start(instance);
}

void Servers::expect_start(std::uint32_t instance) {
  const auto name = [=] { return event(Role::gateway, instance, Timer::start, {}); };
  context_.schedule(instances_[instance].back, Context::first_priority, name, [this, instance] {
    Instance& down = instances_[instance];
    if (down.back > context_.simulation.now()) return expect_start(instance);
    context_.write(Role::gateway, instance, Kind::started, {}, std::exchange(down.down_by, sim::no_record));
  });
}

void Servers::rolling_restart(Duration lasts, bool graceful) { roll(0, lasts, graceful); }

void Servers::roll(std::uint32_t instance, Duration lasts, bool graceful) {
  if (instance == instances_.size()) return;
  const std::uint32_t fault = context_.fault_origins ? context_.fault_origins->striking() : 0;
  restart(instance, lasts, graceful);
  context_.schedule(
      lasts, context_.timer_priority,
      [=] { return event(Role::gateway, instance + 1, Timer::rolling_restart, {}); },
      [this, instance, lasts, graceful, fault] {
        const FaultOrigins::Strike strike(context_.fault_origins, fault);
        roll(instance + 1, lasts, graceful);
      });
}

bool Servers::available() const {
  return std::ranges::any_of(instances_, [](const Instance& each) { return each.down_by == sim::no_record; });
}

std::uint32_t Servers::for_connection(UserId user, std::uint32_t connection) const {
  const std::uint32_t count = context_.settings.server.instances;
  if (context_.settings.server.routing != Routing::random) return up_from(home(user));
  return up_from(context_.chance.below(
      label(user, Purpose::connection_route, context_.connections.of(user, connection)), count));
}

std::uint32_t Servers::for_job(UserId user, std::uint32_t job) const {
  const std::uint32_t count = context_.settings.server.instances;
  switch (context_.settings.server.routing) {
    case Routing::random:
      return up_from(context_.chance.below(label(user, Purpose::job_route, of_job(job)), count));
    case Routing::sticky: return up_from(home(user));
    case Routing::apart: return up_from((home(user) + 1) % count);
  }
  return 0;
}

std::uint32_t Servers::up_from(std::uint32_t wanted) const {
  const auto count = static_cast<std::uint32_t>(instances_.size());
  for (std::uint32_t step = 0; step < count; ++step) {
    const std::uint32_t candidate = (wanted + step) % count;
    if (is_up(candidate)) return candidate;
  }
  return wanted;
}

}  // namespace lastseen::models
