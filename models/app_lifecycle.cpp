#include <lastseen/models/app_lifecycle.hpp>

#include <algorithm>
#include <utility>

namespace lastseen::models {

void AppLifecycle::start() {
  if (!context_.settings.background.every) return;
  for (UserId user = 0; user < context_.settings.session.users; ++user) expect_next(user, 1);
}

void AppLifecycle::expect_next(UserId user, std::uint32_t number) {
  const auto& settings = context_.settings.background;
  const Duration gap = context_.draw_gap(label(user, Purpose::background_gap, {}, number), *settings.every);
  const auto of_app = [user](Timer timer) { return event(Role::view, user, timer, {.owner = user}); };
  context_.schedule(
      gap, context_.timer_priority, [=] { return of_app(Timer::background); },
      [this, user, number, of_app] {
        const Duration lasts = context_.chance.draw(label(user, Purpose::background_length, {}, number),
                                                    context_.settings.background.lasts);
        leave(user, lasts, sim::no_record, label(user, Purpose::socket_life, {}, number));
        context_.schedule(
            lasts, context_.timer_priority, [=] { return of_app(Timer::next_background); },
            [this, user, number] { expect_next(user, number + 1); });
      });
}

void AppLifecycle::background(UserId user, Duration lasts, sim::RecordId cause) {
  const std::uint32_t fault = context_.fault_origins ? context_.fault_origins->striking() : 0;
  leave(user, lasts, cause, label(user, Purpose::socket_life, Origin(Root(RootKind::fault, fault))));
}

void AppLifecycle::leave(UserId user, Duration lasts, sim::RecordId cause, const sim::Label& socket_life) {
  AppStates::State& state = states_.of(user);
  const bool was_in_front = state.record == sim::no_record;
  state.returns = std::max(state.returns, context_.simulation.now() + lasts);
  if (!was_in_front) return;
  state.record = context_.write(Role::view, user, Kind::backgrounded, {.owner = user}, cause);
  if (const auto& lives = context_.settings.background.socket_lives) {
    context_.schedule(
        context_.chance.draw(socket_life, *lives), context_.timer_priority,
        [=] { return event(Role::view, user, Timer::socket_taken, {.owner = user}); },
        [this, user, gone = state.record] {
          if (states_.of(user).record == gone) socket_taken(user, gone);
        });
  }
  expect_return(user);
}

/// The return goes first among the events of its instant, and what waits for it happens then.
void AppLifecycle::expect_return(UserId user) {
  const auto name = [=] { return event(Role::view, user, Timer::app_return, {.owner = user}); };
  context_.schedule(states_.of(user).returns, Context::first_priority, name, [this, user] {
    AppStates::State& state = states_.of(user);
    if (state.returns > context_.simulation.now()) {  // it was told to stay longer
      expect_return(user);
      return;
    }
    const sim::RecordId went = std::exchange(state.record, sim::no_record);
    resumed(user, context_.write(Role::view, user, Kind::foregrounded, {.owner = user}, went));
  });
}

}  // namespace lastseen::models
