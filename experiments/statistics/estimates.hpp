// Estimates of shares and of their differences, with intervals, from sessions.
//
// The unit of replication is the session: notifications of one session share a connection, so they are one
// cluster, and an interval that counted them one by one would be far too narrow.
//
//   sessions -> Cluster, PairedCluster -> ClusterSums, PairedSums -> proportion, paired_difference -> Estimate
//
// A session is looked at once: sums are integers, merge in any order to the same, and hold all that an estimate needs.
// An estimate never holds a NaN, and depends on nothing but the data: the same data give the same digits.
// A confidence outside (0, 1), a negative count or more events than trials throw std::invalid_argument.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include <lastseen/experiments/statistics/intervals.hpp>
#include <lastseen/experiments/statistics/moments.hpp>

namespace lastseen::experiments {

/// A point, an interval for it, and how both were made.
struct Estimate {
  /// The estimate; absent without data. In the unit of what is estimated (a share, seconds).
  std::optional<double> point;
  /// The interval at `confidence`; both absent when too few observations or sessions allow none. Seconds may be
  /// +infinity: beyond the horizon.
  std::optional<double> low;
  std::optional<double> high;
  double confidence = 0.95;
  /// Sessions that contributed at least one observation. Sessions without any are not counted.
  std::uint64_t clusters = 0;
  /// Observations in them (notifications, jobs, pairs); at most 2^64 - 1.
  std::uint64_t observations = 0;
  /// observations / design_effect is the effective number of observations behind the interval; at least 1,
  /// and 1 where it is not defined (no interval, or a difference).
  double design_effect = 1;
  /// The method of the interval, for the reader: "Wilson, cluster-adjusted", "too few: 59 needed".
  std::string method;
};

/// One session's outcomes: events among trials, 0 <= events <= trials.
struct Cluster {
  std::int64_t events = 0;
  std::int64_t trials = 0;
};

/// The clusters of many sessions, summed.
class ClusterSums {
 public:
  ClusterSums() = default;
  /// From sums made elsewhere: of `sessions` with a trial, those `with_event` and `with_other` have an event and a
  /// non-event.
  ClusterSums(const Moments& moments, std::uint64_t sessions, std::uint64_t observations,
              std::uint64_t with_event, std::uint64_t with_other);

  void add(const Cluster& session);
  void merge(const ClusterSums& other);

  const Moments& moments() const { return moments_; }
  std::uint64_t sessions() const { return sessions_; }          ///< with at least one trial
  std::uint64_t observations() const { return observations_; }  ///< sum of trials, at most 2^64 - 1
  std::uint64_t with_event() const { return with_event_; }
  std::uint64_t with_other() const { return with_other_; }
  /// Every session has exactly one trial: no clustering.
  bool one_each() const { return sessions_ > 0 && sessions_ == observations_; }

  friend bool operator==(const ClusterSums&, const ClusterSums&) = default;

 private:
  Moments moments_;
  std::uint64_t sessions_ = 0;
  std::uint64_t observations_ = 0;
  std::uint64_t with_event_ = 0;
  std::uint64_t with_other_ = 0;
};

/// A share over sessions and what it is worth; the common part of proportions and quantiles.
struct ClusterSummary {
  std::uint64_t sessions = 0;      ///< with at least one trial
  std::uint64_t observations = 0;  ///< sum of trials, at most 2^64 - 1
  double share = 0;        ///< events / trials, summed over sessions first (ratio estimator); 0 without data
  double complement = 0;   ///< 1 - share without rounding; 0 without data
  double variance = 0;     ///< of the share: R/(R-1) sum(e^2) / (sum N)^2, e = X - share N; 0 if R < 2
  double effective = 0;    ///< effective independent observations; see `summarise`
  bool one_each = false;   ///< every session has exactly one trial: no clustering
  bool unanimous = false;  ///< no event at all, or nothing but events
  bool few_carriers = false;  ///< see `summarise`
};

/// Summarises sessions; those without trials are left out. The design effect is the linearised variance of
/// the ratio over p(1-p)/(n-1) and is floored at 1: a session cannot be worth more than its trials, and an
/// estimate below 1 is nearly always noise. effective = n / design effect, with two exceptions where the data
/// cannot show a design effect:
///  - no event or nothing but events (unanimous): effective = sessions;
///  - the rarer outcome occurs in fewer than 5 sessions and in fewer than half of them (few_carriers):
///    effective = min(n / design effect, sessions). Otherwise one lost notification among perfect sessions
///    would give a far *narrower* interval than none lost.
/// Sources: Kish 1965; Korn & Graubard 1998, Survey Methodology 24, 193-201.
ClusterSummary summarise(const ClusterSums& sessions);

/// The share of events among all trials, with an interval that respects the sessions:
///  - exactly one trial a session: plain Wilson, quantile z;
///  - otherwise Wilson at the effective number of observations with t(R-1) in place of z;
///  - fewer than 5 effective events or non-events: Clopper-Pearson at the effective counts, with
///    n (z/t(R-1))^2 in place of n, which is what t does to Wilson's interval. It covers more than the nominal confidence;
///  - no event or nothing but events: Clopper-Pearson on sessions.
/// No interval with fewer than 2 sessions. Korn & Graubard 1998; Brown, Cai & DasGupta 2001.
Estimate proportion(const ClusterSums& sessions, double confidence = 0.95);

/// One session under common random numbers in both arms.
struct PairedCluster {
  Cluster before;
  Cluster after;
};

/// Pairs of binary outcomes, counted; every count >= 0.
struct PairedTable {
  std::int64_t both = 0;
  std::int64_t only_after = 0;
  std::int64_t only_before = 0;
  std::int64_t neither = 0;

  /// Counts one pair.
  void add(bool before, bool after);
  void merge(const PairedTable& other);
  /// The number of pairs.
  std::int64_t pairs() const;

  friend bool operator==(const PairedTable&, const PairedTable&) = default;
};

/// The pairs of many sessions, summed.
class PairedSums {
 public:
  void add(const PairedCluster& session);
  void merge(const PairedSums& other);

  const CrossMoments& across() const { return across_; }
  const ClusterSums& before() const { return before_; }
  const ClusterSums& after() const { return after_; }
  std::uint64_t sessions() const { return sessions_; }  ///< with a trial in either arm
  std::uint64_t differing() const {
    return differing_;
  }  ///< shares differ, or there are trials in one arm only
  /// Exactly one trial in each arm of every session, and there is one.
  bool one_pair_each() const { return sessions_ > 0 && sessions_ == single_pairs_; }
  const PairedTable& table() const { return table_; }  ///< of the sessions with one trial in each arm

  friend bool operator==(const PairedSums&, const PairedSums&) = default;

 private:
  CrossMoments across_;
  ClusterSums before_;
  ClusterSums after_;
  std::uint64_t sessions_ = 0;
  std::uint64_t differing_ = 0;
  std::uint64_t single_pairs_ = 0;
  PairedTable table_;
};

/// The difference of shares, after - before, paired by session: d = e_after / sum N_after - e_before / sum
/// N_before, variance R/(R-1) sum d^2, t(R-1), cut to [-1, 1]. R counts sessions with a trial in either arm.
/// No point without a trial in each arm, no interval with R < 2.
///  - Exactly one trial in each arm of every session: Tango's score interval.
///  - Where the data cannot show their variance the interval is widened, never narrowed:
///    fewer than 5 sessions, and fewer than half, differ between the arms: it includes Tango's interval at R
///    pairs and the observed difference; an arm is unanimous or has few carriers (see `summarise`), or the
///    variance is 0: it includes the one recovered from the arms' own intervals taken as independent (Zou &
///    Donner 2008, Statistics in Medicine 27, 1693-1702).
/// The t interval covers a little less than the nominal confidence while skewed sessions are few: 92 % of 95 % at 60
/// sessions, a fifth of them bad, and 94.5 % at 400 (simulated in the tests).
/// Sources: Korn & Graubard 1999; Law, Simulation Modeling and Analysis, ch. 10; Tango 1998.
Estimate paired_difference(const PairedSums& sessions, double confidence = 0.95);

/// How strongly the arms of a session go together: the correlation of the residuals e_before and e_after, the
/// factor that makes var(difference) = v_before + v_after - 2 r sqrt(v_before v_after). With one binary
/// outcome an arm it is the phi coefficient. In [-1, 1]; absent when an arm does not vary.
std::optional<double> paired_correlation(const PairedSums& sessions);

/// The difference of shares, after - before, of independent pairs with Tango's score interval (1998). Each
/// pair is a cluster of its own; no interval with fewer than 2 pairs.
Estimate tango(const PairedTable& table, double confidence = 0.95);

}  // namespace lastseen::experiments
