#include <lastseen/models/doubts.hpp>

#include <fmt/format.h>

#include <algorithm>

namespace lastseen::models {
namespace {

/// Fewer than this share of the jobs are not worth a word: the tail of a distribution without an end.
constexpr double least_share = 1e-3;

/// Jobs that nobody submits any more.
void doubt_jobs(const Settings& settings, std::vector<std::string>& doubts) {
  if (settings.jobs.count == 0) return;
  const Duration session = settings.session.duration;
  double late = 0;
  std::string which;
  for (const SubmissionTime& at : settings.jobs.at) {
    const double share = 1 - at.in(session).cdf(session);
    late += share;
    if (share > 0 && which.empty()) which = at.to_text();
  }
  const double share = late / static_cast<double>(std::max<std::size_t>(1, settings.jobs.at.size()));
  if (share < least_share) return;
  doubts.push_back(fmt::format(
      "{:.3g} % of the jobs fall behind the end of the session: jobs.at = {}{}, session.duration = {}",
      100 * share, which, settings.jobs.at.size() > 1 ? ", ..." : "", sim::to_text(session)));
}

}  // namespace

std::vector<std::string> doubts(const Settings& settings) {
  std::vector<std::string> doubts;
  doubt_jobs(settings, doubts);
  return doubts;
}

}  // namespace lastseen::models
