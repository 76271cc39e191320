// Internal: a component, which world.hpp wires.
// What the user sees: which of the submitted jobs the list shows as done.
#pragma once

#include <vector>

#include <lastseen/models/context.hpp>
#include <lastseen/models/job_bits.hpp>

namespace lastseen::models {

class Screen {
 public:
  explicit Screen(const Context& context)
      : context_(context), users_(context.settings.session.users), shown_(context.settings) {}

  /// In, from the view: one more job of the user.
  void job_submitted(UserId user);
  /// In, from supervision or polling: the job is done; the first time is the screen's update, and true.
  bool show(UserId user, std::uint32_t job, sim::RecordId cause);
  /// Asked by polling: are all jobs that the user has submitted so far shown as done?
  bool all_seen(UserId user) const { return users_[user].submitted == users_[user].shown; }
  /// Asked by the world: how many jobs that were submitted so far has no screen shown?
  std::uint64_t unseen() const { return unseen_; }

 private:
  struct State {
    std::uint32_t submitted = 0;
    std::uint32_t shown = 0;
  };

  const Context& context_;
  std::vector<State> users_;
  JobBits shown_;
  std::uint64_t unseen_ = 0;
};

}  // namespace lastseen::models
