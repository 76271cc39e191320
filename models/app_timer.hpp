// Internal: for components.
// Timers of a phone's app: the background slows them down, or keeps them until the return.
//
// A slowed app's timer takes longer. One that expires while the app is suspended happens at the return, after the return
// itself, and after what arrived meanwhile or before it, as session.ties says.
#pragma once

#include <lastseen/models/context.hpp>

namespace lastseen::models {

/// What happens when a timer of an app falls due.
template <class F>
struct AppTimer {
  const Context* context;
  UserId user;
  sim::EventHandle* handle;
  F action;
  void operator()();
};

/// Does the action at the instant, or at the return of an app that is suspended then. The context stays where it is, as does
/// the handle, which names the timer all the time; null: nobody cancels it. The action captures 24 bytes at most.
template <class Name, class F>
void set_app_timer(const Context& context, UserId user, sim::Instant instant, sim::EventHandle* handle,
                   const Name& name, F action) {
  const auto set =
      context.schedule(instant, context.timer_priority, name, AppTimer<F>{&context, user, handle, action});
  if (handle != nullptr) *handle = set;
}

template <class F>
void AppTimer<F>::operator()() {
  if (context->apps.suspended(user)) {
    const auto kept = [this] { return EventName{context->names->happening().label, queue_of_app(user)}; };
    set_app_timer(*context, user, context->apps.returns(user), handle, kept, action);
  } else {
    action();
  }
}

/// Sets a timer of the user's app.
template <class Name, class F>
void after_in_app(const Context& context, UserId user, Duration delay, sim::EventHandle& handle,
                  const Name& name, F action) {
  set_app_timer(context, user, context.simulation.now() + context.apps.stretched(user, delay), &handle, name,
                action);
}

/// The same where nobody cancels it; does it now when the delay is zero.
template <class Name, class F>
void after_in_app(const Context& context, UserId user, Duration delay, const Name& name, F action) {
  if (context.at_once(delay, name)) {
    action();
  } else {
    set_app_timer(context, user, context.simulation.now() + context.apps.stretched(user, delay), nullptr,
                  name, action);
  }
}

}  // namespace lastseen::models
