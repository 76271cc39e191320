// Shares and their differences over sessions. The header says which interval is used
// when and why.
#include <lastseen/experiments/statistics/estimates.hpp>

#include <algorithm>
#include <cmath>
#include <limits>
#include <stdexcept>

namespace lastseen::experiments {
namespace {

// Below this many effective events or non-events Wilson's interval gives way to Clopper-Pearson's, and below
// this many sessions that carry the rarer outcome its variance is not believed.
constexpr double few = 5;

void check(const Cluster& cluster) {
  if (cluster.events < 0 || cluster.trials < cluster.events) {
    throw std::invalid_argument("a session needs 0 <= events <= trials, not " +
                                std::to_string(cluster.events) + " events of " +
                                std::to_string(cluster.trials) + " trials");
  }
}

double as_double(std::int64_t count) { return static_cast<double>(count); }

std::uint64_t as_unsigned(std::int64_t count) { return static_cast<std::uint64_t>(count); }

// Adds without wrapping around.
void add_saturated(std::uint64_t& total, std::uint64_t addend) {
  const std::uint64_t limit = std::numeric_limits<std::uint64_t>::max();
  total = addend > limit - total ? limit : total + addend;
}

bool is_few(std::uint64_t carriers, std::uint64_t sessions) {
  return static_cast<double>(carriers) < few && carriers < sessions - carriers;
}

std::string sessions_needed(std::uint64_t sessions) {
  return sessions == 0 ? "no data" : "too few: 2 sessions needed";
}

// Clopper-Pearson for effective counts, from the rarer side, where no digits are lost.
Interval exact_interval(const ClusterSummary& summary, double n, double confidence) {
  if (summary.share <= summary.complement) return clopper_pearson(n * summary.share, n, confidence);
  const Interval mirrored = clopper_pearson(n * summary.complement, n, confidence);
  return {1.0 - mirrored.high, 1.0 - mirrored.low};
}

void set_interval(Estimate& estimate, const Interval& interval) {
  estimate.low = interval.low;
  estimate.high = interval.high;
}

Interval hull(const Interval& a, const Interval& b) {
  return {std::min(a.low, b.low), std::max(a.high, b.high)};
}

Estimate estimate_of(const ClusterSummary& summary, double confidence) {
  Estimate estimate;
  estimate.confidence = confidence;
  estimate.clusters = summary.sessions;
  estimate.observations = summary.observations;
  if (summary.sessions > 0) estimate.point = summary.share;
  if (summary.sessions < 2) {
    estimate.method = sessions_needed(summary.sessions);
    return estimate;
  }
  estimate.design_effect = std::max(1.0, static_cast<double>(summary.observations) / summary.effective);
  const double z = two_sided_z(confidence);
  const double t = summary.one_each ? z : two_sided_t(confidence, static_cast<double>(summary.sessions - 1));
  const double rarer = summary.effective * std::min(summary.share, summary.complement);
  if (summary.unanimous) {
    set_interval(estimate, exact_interval(summary, summary.effective, confidence));
    estimate.method = "Clopper-Pearson on sessions";
  } else if (rarer < few) {
    set_interval(estimate, exact_interval(summary, summary.effective * (z / t) * (z / t), confidence));
    estimate.method = summary.one_each ? "Clopper-Pearson" : "Clopper-Pearson, cluster-adjusted";
  } else {
    set_interval(estimate, wilson(summary.share, summary.effective, t));
    estimate.method = summary.one_each ? "Wilson" : "Wilson, cluster-adjusted";
  }
  return estimate;
}

bool differs(const PairedCluster& pair) {
  if (pair.before.trials == 0 || pair.after.trials == 0) return true;
  if (pair.before.trials == pair.after.trials) return pair.before.events != pair.after.events;
  return as_double(pair.before.events) / as_double(pair.before.trials) !=
         as_double(pair.after.events) / as_double(pair.after.trials);
}

// The difference's interval from the arms' own intervals, as if they were independent (Zou & Donner 2008).
Interval recovered(const ClusterSummary& of_before, const ClusterSummary& of_after, double confidence) {
  const Estimate before = estimate_of(of_before, confidence);
  const Estimate after = estimate_of(of_after, confidence);
  const double difference = of_after.share - of_before.share;
  if (!before.low || !after.low) return {-1.0, 1.0};
  return {difference - std::hypot(of_after.share - *after.low, *before.high - of_before.share),
          difference + std::hypot(*after.high - of_after.share, of_before.share - *before.low)};
}

}  // namespace

ClusterSums::ClusterSums(const Moments& moments, std::uint64_t sessions, std::uint64_t observations,
                         std::uint64_t with_event, std::uint64_t with_other)
    : moments_(moments),
      sessions_(sessions),
      observations_(observations),
      with_event_(with_event),
      with_other_(with_other) {}

void ClusterSums::add(const Cluster& session) {
  check(session);
  if (session.trials == 0) return;
  moments_.add(as_unsigned(session.events), as_unsigned(session.trials));
  ++sessions_;
  add_saturated(observations_, as_unsigned(session.trials));
  if (session.events > 0) ++with_event_;
  if (session.events < session.trials) ++with_other_;
}

void ClusterSums::merge(const ClusterSums& other) {
  moments_.merge(other.moments_);
  sessions_ += other.sessions_;
  add_saturated(observations_, other.observations_);
  with_event_ += other.with_event_;
  with_other_ += other.with_other_;
}

void PairedSums::add(const PairedCluster& session) {
  const auto& [before, after] = session;
  before_.add(before);
  after_.add(after);
  if (before.trials == 0 && after.trials == 0) return;
  across_.add(as_unsigned(before.events), as_unsigned(before.trials), as_unsigned(after.events),
              as_unsigned(after.trials));
  ++sessions_;
  if (differs(session)) ++differing_;
  if (before.trials == 1 && after.trials == 1) {
    ++single_pairs_;
    table_.add(before.events == 1, after.events == 1);
  }
}

void PairedSums::merge(const PairedSums& other) {
  across_.merge(other.across_);
  before_.merge(other.before_);
  after_.merge(other.after_);
  sessions_ += other.sessions_;
  differing_ += other.differing_;
  single_pairs_ += other.single_pairs_;
  table_.merge(other.table_);
}

ClusterSummary summarise(const ClusterSums& sessions) {
  if (sessions.sessions() == 0) return {};
  ClusterSummary summary;
  summary.sessions = sessions.sessions();
  summary.observations = sessions.observations();
  const double n = sessions.moments().n();
  const double count = static_cast<double>(summary.sessions);
  summary.share = sessions.moments().ratio();
  summary.complement = sessions.moments().complement();
  summary.one_each = sessions.one_each();
  summary.unanimous = sessions.with_event() == 0 || sessions.with_other() == 0;
  summary.few_carriers = is_few(std::min(sessions.with_event(), sessions.with_other()), summary.sessions);
  summary.effective = summary.unanimous ? count : n;
  if (summary.unanimous || summary.sessions < 2) return summary;
  summary.variance = count / (count - 1.0) * sessions.moments().squared_residuals();
  if (summary.one_each) return summary;
  const double design_effect = summary.variance * (n - 1.0) / (summary.share * summary.complement);
  summary.effective = n / std::max(1.0, design_effect);
  if (summary.few_carriers) summary.effective = std::min(summary.effective, count);
  return summary;
}

Estimate proportion(const ClusterSums& sessions, double confidence) {
  check_confidence(confidence);
  return estimate_of(summarise(sessions), confidence);
}

Estimate paired_difference(const PairedSums& sessions, double confidence) {
  check_confidence(confidence);
  if (sessions.one_pair_each()) return tango(sessions.table(), confidence);
  Estimate estimate;
  estimate.confidence = confidence;
  estimate.clusters = sessions.sessions();
  estimate.observations = sessions.before().observations();
  add_saturated(estimate.observations, sessions.after().observations());
  if (sessions.before().sessions() == 0 || sessions.after().sessions() == 0) {
    estimate.method = "no data";
    return estimate;
  }
  const ClusterSummary before = summarise(sessions.before());
  const ClusterSummary after = summarise(sessions.after());
  const double difference = after.share - before.share;
  estimate.point = difference;
  if (sessions.sessions() < 2) {
    estimate.method = sessions_needed(sessions.sessions());
    return estimate;
  }
  const double count = static_cast<double>(sessions.sessions());
  const double squares =
      sessions.across().squared_differences(sessions.before().moments(), sessions.after().moments());
  const double half = two_sided_t(confidence, count - 1.0) * std::sqrt(count / (count - 1.0) * squares);
  Interval interval{difference - half, difference + half};
  estimate.method = "paired by session, t";
  if (is_few(sessions.differing(), sessions.sessions())) {
    const double pairs = count * std::abs(difference);
    interval = hull(interval, difference >= 0 ? tango_score(pairs, 0.0, count, confidence)
                                              : tango_score(0.0, pairs, count, confidence));
    estimate.method += ", widened by Tango on sessions: few differ";
  }
  if (before.few_carriers || after.few_carriers || half == 0.0) {
    interval = hull(interval, recovered(before, after, confidence));
    estimate.method += ", widened by the arms' own intervals: an arm hardly varies";
  }
  set_interval(estimate, {std::max(-1.0, interval.low), std::min(1.0, interval.high)});
  return estimate;
}

std::optional<double> paired_correlation(const PairedSums& sessions) {
  return sessions.across().correlation(sessions.before().moments(), sessions.after().moments());
}

void PairedTable::add(bool before, bool after) {
  ++(before ? (after ? both : only_before) : (after ? only_after : neither));
}

void PairedTable::merge(const PairedTable& other) {
  both += other.both;
  only_after += other.only_after;
  only_before += other.only_before;
  neither += other.neither;
}

std::int64_t PairedTable::pairs() const { return both + only_after + only_before + neither; }

Estimate tango(const PairedTable& table, double confidence) {
  check_confidence(confidence);
  if (std::min({table.both, table.only_after, table.only_before, table.neither}) < 0) {
    throw std::invalid_argument("a table of pairs needs counts of at least 0");
  }
  Estimate estimate;
  estimate.confidence = confidence;
  const double n = as_double(table.both) + as_double(table.only_after) + as_double(table.only_before) +
                   as_double(table.neither);
  for (const std::int64_t count : {table.both, table.only_after, table.only_before, table.neither}) {
    add_saturated(estimate.observations, as_unsigned(count));
  }
  estimate.clusters = estimate.observations;
  if (n > 0) estimate.point = (as_double(table.only_after) - as_double(table.only_before)) / n;
  if (n < 2) {
    estimate.method = sessions_needed(estimate.clusters);
    return estimate;
  }
  set_interval(estimate,
               tango_score(as_double(table.only_after), as_double(table.only_before), n, confidence));
  estimate.method = "Tango";
  return estimate;
}

}  // namespace lastseen::experiments
