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

// Adds without wrapping around.
void add_saturated(std::uint64_t& total, std::int64_t count) {
  const auto addend = static_cast<std::uint64_t>(count);
  const std::uint64_t limit = std::numeric_limits<std::uint64_t>::max();
  total = addend > limit - total ? limit : total + addend;
}

bool is_few(std::uint64_t carriers, std::uint64_t sessions) {
  return static_cast<double>(carriers) < few && carriers < sessions - carriers;
}

// e = X - p N, written so that it does not cancel when p is near 0 or 1.
double residual(const Cluster& cluster, const ClusterSummary& summary) {
  return as_double(cluster.events) * summary.complement -
         as_double(cluster.trials - cluster.events) * summary.share;
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

// The arms apart and the sums of their residuals' products.
struct PairedSummary {
  ClusterSummary before;
  ClusterSummary after;
  std::uint64_t sessions = 0;   // with a trial in either arm
  std::uint64_t differing = 0;  // whose shares differ, or that have trials in one arm only
  bool one_pair_each = true;    // exactly one trial in each arm of every session
  double square_before = 0;     // sums over sessions of e_before^2 / (sum N_before)^2, ...
  double square_after = 0;
  double product = 0;
  double square_difference = 0;
  PairedTable table;  // filled while one_pair_each
};

bool differs(const PairedCluster& pair) {
  if (pair.before.trials == 0 || pair.after.trials == 0) return true;
  if (pair.before.trials == pair.after.trials) return pair.before.events != pair.after.events;
  return as_double(pair.before.events) / as_double(pair.before.trials) !=
         as_double(pair.after.events) / as_double(pair.after.trials);
}

PairedSummary summarise(std::span<const PairedCluster> pairs) {
  std::vector<Cluster> arm(pairs.size());
  PairedSummary sum;
  std::transform(pairs.begin(), pairs.end(), arm.begin(),
                 [](const PairedCluster& pair) { return pair.before; });
  sum.before = summarise(std::span<const Cluster>(arm));
  std::transform(pairs.begin(), pairs.end(), arm.begin(),
                 [](const PairedCluster& pair) { return pair.after; });
  sum.after = summarise(std::span<const Cluster>(arm));
  if (sum.before.sessions == 0 || sum.after.sessions == 0) sum.one_pair_each = false;
  const auto scaled = [](const Cluster& cluster, const ClusterSummary& summary) {
    return summary.observations == 0 ? 0.0
                                     : residual(cluster, summary) / static_cast<double>(summary.observations);
  };
  for (const PairedCluster& pair : pairs) {
    if (pair.before.trials == 0 && pair.after.trials == 0) continue;
    ++sum.sessions;
    if (differs(pair)) ++sum.differing;
    if (pair.before.trials != 1 || pair.after.trials != 1) sum.one_pair_each = false;
    if (sum.one_pair_each) sum.table.add(pair.before.events == 1, pair.after.events == 1);
    const double before = scaled(pair.before, sum.before);
    const double after = scaled(pair.after, sum.after);
    sum.square_before += before * before;
    sum.square_after += after * after;
    sum.product += before * after;
    sum.square_difference += (after - before) * (after - before);
  }
  return sum;
}

// The difference's interval from the arms' own intervals, as if they were independent (Zou & Donner 2008).
Interval recovered(const PairedSummary& sum, double confidence) {
  const Estimate before = estimate_of(sum.before, confidence);
  const Estimate after = estimate_of(sum.after, confidence);
  const double difference = sum.after.share - sum.before.share;
  if (!before.low || !after.low) return {-1.0, 1.0};
  return {difference - std::hypot(sum.after.share - *after.low, *before.high - sum.before.share),
          difference + std::hypot(*after.high - sum.after.share, sum.before.share - *before.low)};
}

}  // namespace

ClusterSummary summarise(std::span<const Cluster> sessions) {
  ClusterSummary summary;
  double events = 0;
  double others = 0;
  std::uint64_t with_event = 0;
  std::uint64_t with_other = 0;
  summary.one_each = true;
  for (const Cluster& session : sessions) {
    check(session);
    if (session.trials == 0) continue;
    ++summary.sessions;
    add_saturated(summary.observations, session.trials);
    events += as_double(session.events);
    others += as_double(session.trials - session.events);
    if (session.events > 0) ++with_event;
    if (session.events < session.trials) ++with_other;
    if (session.trials != 1) summary.one_each = false;
  }
  if (summary.sessions == 0) return {};
  const double n = events + others;
  const double count = static_cast<double>(summary.sessions);
  summary.share = events / n;
  summary.complement = others / n;
  summary.unanimous = with_event == 0 || with_other == 0;
  summary.few_carriers = is_few(std::min(with_event, with_other), summary.sessions);
  summary.effective = summary.unanimous ? count : n;
  if (summary.unanimous || summary.sessions < 2) return summary;
  double squares = 0;
  for (const Cluster& session : sessions) {
    const double e = residual(session, summary) / n;
    squares += e * e;
  }
  summary.variance = count / (count - 1.0) * squares;
  if (summary.one_each) return summary;
  const double design_effect = summary.variance * (n - 1.0) / (summary.share * summary.complement);
  summary.effective = n / std::max(1.0, design_effect);
  if (summary.few_carriers) summary.effective = std::min(summary.effective, count);
  return summary;
}

Estimate proportion(std::span<const Cluster> sessions, double confidence) {
  check_confidence(confidence);
  return estimate_of(summarise(sessions), confidence);
}

Estimate paired_difference(std::span<const PairedCluster> sessions, double confidence) {
  check_confidence(confidence);
  const PairedSummary sum = summarise(sessions);
  if (sum.one_pair_each) return tango(sum.table, confidence);
  Estimate estimate;
  estimate.confidence = confidence;
  estimate.clusters = sum.sessions;
  estimate.observations = sum.before.observations;
  add_saturated(
      estimate.observations,
      static_cast<std::int64_t>(std::min<std::uint64_t>(
          sum.after.observations, static_cast<std::uint64_t>(std::numeric_limits<std::int64_t>::max()))));
  if (sum.before.sessions == 0 || sum.after.sessions == 0) {
    estimate.method = "no data";
    return estimate;
  }
  const double difference = sum.after.share - sum.before.share;
  estimate.point = difference;
  if (sum.sessions < 2) {
    estimate.method = sessions_needed(sum.sessions);
    return estimate;
  }
  const double count = static_cast<double>(sum.sessions);
  const double half =
      two_sided_t(confidence, count - 1.0) * std::sqrt(count / (count - 1.0) * sum.square_difference);
  Interval interval{difference - half, difference + half};
  estimate.method = "paired by session, t";
  if (is_few(sum.differing, sum.sessions)) {
    const double pairs = count * std::abs(difference);
    interval = hull(interval, difference >= 0 ? tango_score(pairs, 0.0, count, confidence)
                                              : tango_score(0.0, pairs, count, confidence));
    estimate.method += ", widened by Tango on sessions: few differ";
  }
  if (sum.before.few_carriers || sum.after.few_carriers || half == 0.0) {
    interval = hull(interval, recovered(sum, confidence));
    estimate.method += ", widened by the arms' own intervals: an arm hardly varies";
  }
  set_interval(estimate, {std::max(-1.0, interval.low), std::min(1.0, interval.high)});
  return estimate;
}

std::optional<double> paired_correlation(std::span<const PairedCluster> sessions) {
  const PairedSummary sum = summarise(sessions);
  const double scale = std::sqrt(sum.square_before) * std::sqrt(sum.square_after);
  if (!(scale > 0.0)) return std::nullopt;
  return std::clamp(sum.product / scale, -1.0, 1.0);
}

void PairedTable::add(bool before, bool after) {
  ++(before ? (after ? both : only_before) : (after ? only_after : neither));
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
    add_saturated(estimate.observations, count);
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
