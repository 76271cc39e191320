#include <lastseen/experiments/statistics/arm_sample.hpp>

#include <algorithm>
#include <utility>

namespace lastseen::experiments {

ArmSample::ArmSample(ArmSums sums, sim::Duration slowest_update)
    : sums_(std::move(sums)),
      time_to_ui_(sums_.time_to_ui, slowest_update),
      entry_lifetimes_(sums_.entry_lifetimes),
      slowest_update_(slowest_update) {
  sums_.time_to_ui = {};
  sums_.entry_lifetimes = {};
  for (std::size_t cause = 0; cause < sums_.lost.size(); ++cause) {
    if (sums_.lost[cause] == 0) continue;
    const bool is_known = cause < models::mechanism_count;
    lost_.push_back(
        {is_known ? std::optional(static_cast<models::Mechanism>(cause)) : std::nullopt, sums_.lost[cause]});
  }
  std::ranges::sort(lost_, [](const LostJobs& a, const LostJobs& b) {
    return a.cause && b.cause ? models::name(*a.cause) < models::name(*b.cause) : a.cause < b.cause;
  });
}

}  // namespace lastseen::experiments
