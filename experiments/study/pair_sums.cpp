#include <lastseen/experiments/study/pair_sums.hpp>

#include <algorithm>

#include <lastseen/experiments/statistics/arm_sums.hpp>

namespace lastseen::experiments {

void PairSums::add(const SessionRow& reference, const SessionRow& row) {
  delivered_.add({delivered_cluster(reference), delivered_cluster(row)});
  const std::size_t users = std::min(reference.users(), row.users());
  const std::size_t jobs = std::min(reference.jobs_per_user, row.jobs_per_user);
  for (std::size_t user = 0; user < users; ++user) {
    for (std::size_t number = 0; number < jobs; ++number) {
      const JobRow& before = reference.jobs[user * reference.jobs_per_user + number];
      const JobRow& after = row.jobs[user * row.jobs_per_user + number];
      if (!before.was_submitted() || !after.was_submitted()) continue;
      table_.add(before.delivered, after.delivered);
      if (before.delivered && !after.delivered) note_only_reference(row.replication);
    }
  }
}

void PairSums::merge(const PairSums& other) {
  delivered_.merge(other.delivered_);
  table_.merge(other.table_);
  if (other.first_only_reference_) note_only_reference(*other.first_only_reference_);
}

void PairSums::note_only_reference(std::uint32_t replication) {
  first_only_reference_ = std::min(first_only_reference_.value_or(replication), replication);
}

}  // namespace lastseen::experiments
