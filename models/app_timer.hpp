// Internal: for components.
// Timers of a phone's app: the background slows them down, or keeps them until the return.
//
// A slowed app's timer takes longer. One that expires while the app is suspended happens at the return, after the return
// itself, and after what arrived meanwhile or before it, as session.ties says.
#pragma once

#include <lastseen/models/context.hpp>

namespace lastseen::models {

/// Does the action at the instant, or at the return of an app that is suspended then. The context stays where it is, as does
/// the handle, which names the timer all the time; null: nobody cancels it. The action captures 24 bytes at most.
template <class F>
void set_app_timer(const Context& context, UserId user, sim::Instant instant, sim::EventHandle* handle,
                   F action) {
  const auto set =
      context.simulation.at(instant, context.timer_priority, [&context, user, handle, action]() mutable {
        if (context.apps.suspended(user)) {
          set_app_timer(context, user, context.apps.returns(user), handle, action);
        } else {
          action();
        }
      });
  if (handle != nullptr) *handle = set;
}

/// Sets a timer of the user's app.
template <class F>
void after_in_app(const Context& context, UserId user, Duration delay, sim::EventHandle& handle, F action) {
  set_app_timer(context, user, context.simulation.now() + context.apps.stretched(user, delay), &handle,
                action);
}

/// The same where nobody cancels it; does it now when the delay is zero.
template <class F>
void after_in_app(const Context& context, UserId user, Duration delay, F action) {
  if (delay == Duration::zero()) {
    action();
  } else {
    set_app_timer(context, user, context.simulation.now() + context.apps.stretched(user, delay), nullptr,
                  action);
  }
}

}  // namespace lastseen::models
