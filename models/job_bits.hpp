// Internal: for components.
// One bit for each job of each user, all in one piece: a world has 100,000 users and more.
#pragma once

#include <cstddef>
#include <vector>

#include <lastseen/models/settings.hpp>
#include <lastseen/models/vocabulary.hpp>

namespace lastseen::models {

class JobBits {
 public:
  explicit JobBits(const Settings& settings)
      : jobs_(settings.jobs.count), bits_(std::size_t{settings.session.users} * settings.jobs.count) {}

  /// Jobs count from 1 up to jobs.count.
  bool get(UserId user, std::uint32_t job) const { return bits_.at(index(user, job)); }
  /// Sets it, and says whether it was set.
  bool set(UserId user, std::uint32_t job) {
    const bool before = get(user, job);
    bits_[index(user, job)] = true;
    return before;
  }
  void clear(UserId user, std::uint32_t job) { bits_.at(index(user, job)) = false; }

 private:
  std::size_t index(UserId user, std::uint32_t job) const { return std::size_t{user} * jobs_ + job - 1; }

  std::uint32_t jobs_;
  std::vector<bool> bits_;
};

}  // namespace lastseen::models
