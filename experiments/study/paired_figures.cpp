#include <lastseen/experiments/study/paired_figures.hpp>

#include <utility>
#include <vector>

namespace lastseen::experiments {

PairedFigures paired_figures(const std::string& name, const ArmSample& reference, const ArmSample& arm,
                             double confidence) {
  PairedFigures result{.arm = name};
  std::vector<PairedCluster> clusters;
  for (std::size_t session = 0; session < arm.sessions().size(); ++session) {
    const auto& before = reference.sessions()[session];
    const auto& after = arm.sessions()[session];
    clusters.push_back({delivered_cluster(before), delivered_cluster(after)});
    // Arms may differ in users and in how many jobs each submits; only jobs submitted in both make a pair.
    // Both lists are in the order of users, then of jobs.
    auto left = before.jobs.begin();
    auto right = after.jobs.begin();
    while (left != before.jobs.end() && right != after.jobs.end()) {
      const std::pair in_left(left->user, left->job);
      const std::pair in_right(right->user, right->job);
      if (in_left == in_right && left->was_submitted() && right->was_submitted()) {
        result.table.add(left->was_delivered(), right->was_delivered());
        if (left->was_delivered() && !right->was_delivered() && !result.first_only_reference) {
          result.first_only_reference = static_cast<std::uint32_t>(session);
        }
      }
      if (in_left <= in_right) ++left;
      if (in_right <= in_left) ++right;
    }
  }
  result.difference = paired_difference(clusters, confidence);
  result.correlation = paired_correlation(clusters);
  return result;
}

}  // namespace lastseen::experiments
