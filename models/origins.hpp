// Internal: for components.
// Where a user's connections, or polling loops, come from (labels.hpp). Who begins one writes it here; who carries, opens or
// registers it reads it for the label of its luck.
//
// A table of runs: as long as each is the next of the same root, as reconnects are, there is one. Asked is mostly for the
// latest one.
#pragma once

#include <vector>

#include <lastseen/models/labels.hpp>
#include <lastseen/models/vocabulary.hpp>

namespace lastseen::models {

class Origins {
 public:
  explicit Origins(std::uint32_t users) : users_(users) {}

  /// One begins that has a higher number than those before.
  void add(UserId user, std::uint32_t number, Origin origin);

  /// The origin of one that was added, or that comes after it in its run.
  Origin of(UserId user, std::uint32_t number) const {
    const User& all = users_[user];
    if (all.latest == number) [[likely]]
      return all.origin;
    return of_other(user, number);
  }

 private:
  struct Run {
    std::uint32_t first;
    Origin origin;
  };
  struct User {
    std::uint32_t latest = 0;    ///< 0: there is none yet
    Origin origin = {};          ///< of the latest
    Run run = {UINT32_MAX, {}};  ///< that it is in
    std::vector<Run> earlier;
  };

  Origin of_other(UserId user, std::uint32_t number) const;

  std::vector<User> users_;
};

}  // namespace lastseen::models
