#include <lastseen/models/fault_script.hpp>

namespace lastseen::models {

void FaultScript::start() {
  const Settings& settings = context_.settings;
  std::uint32_t number = 0;
  for (const Fault& fault : settings.faults) {
    ++number;
    if (is_of_packets(fault.kind)) continue;
    context_.schedule(
        sim::run_start + draw(fault, number, Purpose::fault_time, fault.at), Context::first_priority,
        [&fault, number] {
          return event(Role::network, fault.user.value_or(0), Timer::scripted_fault,
                       {.owner = fault.user.value_or(0), .number = number});
        },
        [this, &fault] { happen(fault); });
  }
  for (UserId user = 0; user < settings.session.users; ++user) {
    if (settings.outage.every) expect_outage(user, 1);
    if (settings.network.switch_every) expect_switch(user, 1);
  }
}

Duration FaultScript::draw(const Fault& fault, std::uint32_t number, Purpose purpose,
                           const Distribution& distribution) const {
  return context_.chance.draw(label(fault.user.value_or(0), purpose, Origin(Root(RootKind::fault, number))),
                              distribution);
}

void FaultScript::happen(const Fault& fault) {
  const auto number = static_cast<std::uint32_t>(&fault - context_.settings.faults.begin()) + 1;
  const FaultOrigins::Strike strike_of(context_.fault_origins, number);
  const bool graceful = fault.graceful.value_or(context_.settings.server.graceful_restart);
  const Duration lasts = draw(fault, number, Purpose::fault_length, fault.lasts);
  switch (fault.kind) {
    case FaultKind::restart: return restart(fault.instance, lasts, graceful);
    case FaultKind::rolling_restart: return rolling_restart(lasts, graceful);
    case FaultKind::clock_skew:
      if (fault.server_side) return shift_server_clock(fault.by);
      break;
    default: break;
  }
  if (fault.user) return strike(fault, lasts, *fault.user);
  for (UserId user = 0; user < context_.settings.session.users; ++user) strike(fault, lasts, user);
}

void FaultScript::strike(const Fault& fault, Duration lasts, UserId user) {
  switch (fault.kind) {
    case FaultKind::background: return background(user, lasts, sim::no_record);
    case FaultKind::network_switch: return switch_network(user, lasts);
    case FaultKind::outage: return begin_outage(user, fault.direction, lasts, sim::no_record);
    case FaultKind::clock_skew: return shift_phone_clock(user, fault.by);
    default: return;
  }
}

void FaultScript::switch_network(UserId user, Duration gap) {
  const sim::RecordId switched =
      context_.write(Role::network, user, Kind::network_switched, {.owner = user}, sim::no_record);
  kill_connection(user, switched);
  if (gap > Duration::zero()) begin_outage(user, Direction::both, gap, switched);
}

/// Nothing that happens depends on the phone's clock; its log does.
void FaultScript::shift_phone_clock(UserId user, Duration by) {
  const auto milliseconds =
      std::chrono::abs(std::chrono::duration_cast<std::chrono::milliseconds>(by)).count();
  context_.write(Role::view, user, Kind::clock_jumped,
                 {.owner = user,
                  .number = static_cast<std::uint32_t>(milliseconds),
                  .part = by < Duration::zero() ? 1U : 0U},
                 sim::no_record);
}

void FaultScript::expect_outage(UserId user, std::uint32_t number) {
  const auto& outage = context_.settings.outage;
  const Duration gap = context_.draw_gap(label(user, Purpose::outage_gap, {}, number), *outage.every);
  const auto of_user = [user](Timer timer) { return event(Role::network, user, timer, {.owner = user}); };
  context_.schedule(
      gap, context_.timer_priority, [=] { return of_user(Timer::outage); },
      [this, user, number, of_user] {
        const Duration lasts = context_.chance.draw(label(user, Purpose::outage_length, {}, number),
                                                    context_.settings.outage.lasts);
        begin_outage(user, Direction::both, lasts, sim::no_record);
        context_.schedule(
            lasts, context_.timer_priority, [=] { return of_user(Timer::next_outage); },
            [this, user, number] { expect_outage(user, number + 1); });
      });
}

void FaultScript::expect_switch(UserId user, std::uint32_t number) {
  const auto& network = context_.settings.network;
  const Duration gap = context_.draw_gap(label(user, Purpose::switch_gap, {}, number), *network.switch_every);
  const auto name = [=] { return event(Role::network, user, Timer::network_switch, {.owner = user}); };
  context_.schedule(gap, context_.timer_priority, name, [this, user, number] {
    switch_network(user, context_.settings.network.switch_gap);
    expect_switch(user, number + 1);
  });
}

}  // namespace lastseen::models
