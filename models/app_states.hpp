// Internal: for components.
// Which apps are in the background, and what that does to them: like the clock, everything on a phone is subject to it.
// AppLifecycle changes the states; the others read them.
//
// A suspended app (background.timers = stop) reads nothing, and none of its timers expires, until it is back: what would
// have happened in between happens at the return, in its order. A slowed app sets its timers several times later.
#pragma once

#include <vector>

#include <lastseen/models/settings.hpp>
#include <lastseen/models/vocabulary.hpp>

namespace lastseen::models {

class AppStates {
 public:
  explicit AppStates(const Settings& settings)
      : background_(settings.background), users_(settings.session.users) {}

  bool in_background(UserId user) const { return users_[user].record != sim::no_record; }

  /// Timers do not expire, and nothing that arrives is read.
  bool suspended(UserId user) const {
    return in_background(user) && background_.timers == BackgroundTimers::stop;
  }
  /// When a suspended app will be back, as far as is known now.
  sim::Instant returns(UserId user) const { return users_[user].returns; }

  /// How long a timer of the app takes that is set now.
  Duration stretched(UserId user, Duration interval) const {
    const bool slow = in_background(user) && background_.timers == BackgroundTimers::slow;
    return slow ? interval * background_.slowdown : interval;
  }

  struct State {
    sim::Instant returns = sim::run_start;
    sim::RecordId record = sim::no_record;  ///< of going to the background; no_record: in the foreground
  };
  State& of(UserId user) { return users_[user]; }

 private:
  const BackgroundSettings& background_;
  std::vector<State> users_;
};

}  // namespace lastseen::models
