#include <lastseen/experiments/statistics/fingerprints.hpp>

#include <iterator>
#include <utility>

namespace lastseen::experiments {

void Fingerprints::add(std::uint32_t replication, std::uint64_t fingerprint) {
  if (replication == next_) {
    folded_.add(fingerprint);
    ++next_;
    if (!waiting_.empty()) fold_what_follows();
    return;
  }
  const auto after = waiting_.upper_bound(replication);
  if (after != waiting_.begin()) {
    auto& [first, run] = *std::prev(after);
    if (first + run.size() == replication) {
      run.push_back(fingerprint);
      return;
    }
  }
  waiting_[replication].push_back(fingerprint);
}

void Fingerprints::merge(const Fingerprints& other) {
  if (other.next_ > next_) {  // only one of them can hold replication 0
    folded_ = other.folded_;
    next_ = other.next_;
  }
  waiting_.insert(other.waiting_.begin(), other.waiting_.end());
  fold_what_follows();
}

void Fingerprints::fold_what_follows() {
  while (!waiting_.empty() && waiting_.begin()->first == next_) {
    for (const std::uint64_t fingerprint : waiting_.begin()->second) folded_.add(fingerprint);
    next_ += waiting_.begin()->second.size();
    waiting_.erase(waiting_.begin());
  }
}

std::uint64_t Fingerprints::value() const {
  sim::Fingerprint all = folded_;
  for (const auto& [first, run] : waiting_) {
    for (const std::uint64_t fingerprint : run) all.add(fingerprint);
  }
  return all.value();
}

}  // namespace lastseen::experiments
