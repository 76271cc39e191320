// Polls that tell nothing of a job, to be left out of its story.
#pragma once

#include <optional>
#include <vector>

#include <lastseen/models/vocabulary.hpp>
#include <lastseen/sim/trace.hpp>

namespace lastseen::experiments {

/// The polls of a run but the one whose answer showed the job on its user's screen, if one did.
class IdlePolls {
 public:
  IdlePolls(const std::vector<sim::Record>& records, models::UserId user, std::uint32_t job);

  /// Whether the record is of such a poll: sent, served or answered.
  bool contains(const sim::Record& record) const;

 private:
  std::optional<sim::Subject> telling_;
};

}  // namespace lastseen::experiments
