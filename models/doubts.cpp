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

/// Limits that a ping is to keep from passing, and that pass in the very instant in which it comes.
void doubt_ties(const Settings& settings, std::vector<std::string>& doubts) {
  if (!settings.network.latency.is_constant()) return;  // then a ping is sooner or later than the one before
  const auto doubt = [&](std::string_view key, std::optional<Duration> limit) {
    if (limit != settings.ping.interval) return;
    doubts.push_back(fmt::format(
        "{0} = {1} and ping.interval = {1} fall due at the same instant, as network.latency is constant: "
        "session.ties alone decides which goes first",
        key, sim::to_text(*limit)));
  };
  doubt("gateway.read_deadline", settings.gateway.read_deadline);
  doubt("gateway.idle_timeout", settings.gateway.idle_timeout);
  doubt("proxy.idle_timeout", settings.proxy.idle_timeout);
  doubt("connection.health_check", settings.connection.health_check);
}

}  // namespace

std::vector<std::string> doubts(const Settings& settings) {
  std::vector<std::string> doubts;
  doubt_jobs(settings, doubts);
  doubt_ties(settings, doubts);
  return doubts;
}

}  // namespace lastseen::models
