#include <lastseen/experiments/study/point_runs.hpp>

#include <algorithm>
#include <condition_variable>
#include <exception>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <tuple>
#include <utility>

#include <lastseen/experiments/runs/sessions.hpp>
#include <lastseen/experiments/runs/threads.hpp>
#include <lastseen/experiments/study/point_sums.hpp>
#include <lastseen/models/slowest_update.hpp>

namespace lastseen::experiments {
namespace {

/// Replications in a batch: enough to make taking cheap, few enough for the threads to end together.
std::uint32_t batch_size(std::uint32_t replications) { return std::clamp(replications / 128, 1U, 64U); }

/// Points that may be under way or wait for one before them: some more than threads, so that none waits for long.
std::size_t points_ahead_max(unsigned threads) { return std::max<std::size_t>(64, 2 * std::size_t{threads}); }

/// A point some of whose batches are taken.
struct UnderWay {
  std::once_flag arms_once;
  std::vector<Arm> arms;
  std::optional<PointSums> sums;  ///< of the batches that are done and merged
  std::uint32_t replications_left = 0;
};

/// Replications of all arms of a point.
struct Batch {
  std::size_t point = 0;
  std::shared_ptr<UnderWay> of;
  std::uint32_t first = 0;
  std::uint32_t last = 0;  ///< and one
};

MeasuredPoint measured(std::size_t point, const std::vector<Arm>& arms, PointSums sums, double confidence) {
  MeasuredPoint result{.point = point, .samples = {}, .arms = {}, .pairs = {}};
  for (std::size_t index = 0; index < arms.size(); ++index) {
    result.samples.emplace_back(std::move(sums.arms[index]), models::slowest_update(arms[index].settings));
    result.arms.push_back(arm_figures(arms[index], result.samples.back(), confidence));
    if (index > 0) {
      result.pairs.push_back(paired_figures(arms[index].name, sums.pairs[index - 1], confidence));
    }
  }
  return result;
}

/// The list of work, what is merged of it, and the figures that wait for their turn; shared by the threads.
class WorkList {
 public:
  WorkList(const PointPlan& plan, unsigned threads, const std::function<void(MeasuredPoint)>& take)
      : plan_(plan),
        take_(take),
        size_(batch_size(plan.replications)),
        points_ahead_(points_ahead_max(threads)) {}

  /// The next batch when it is of this point.
  std::optional<Batch> next_of(std::size_t point) {
    const std::lock_guard lock(mutex_);
    if (is_at_end() || point_ != point) return std::nullopt;
    return next();
  }
  /// The next batch; none: no more work. Waits while points before it are not done; the caller holds sums of none.
  std::optional<Batch> next_of_any() {
    std::unique_lock lock(mutex_);
    room_.wait(lock, [this] { return is_at_end() || point_ < taken_ + points_ahead_; });
    if (is_at_end()) return std::nullopt;
    return next();
  }

  /// The sums of so many replications of the point, which are then done.
  void merge(std::size_t point, UnderWay& of, PointSums sums, std::uint32_t replications) {
    {
      const std::lock_guard lock(mutex_);
      if (of.sums) {
        of.sums->merge(sums);
      } else {
        of.sums = std::move(sums);
      }
      of.replications_left -= replications;
      if (of.replications_left > 0) return;
    }
    MeasuredPoint done = measured(point, of.arms, std::move(*of.sums), plan_.confidence);
    const std::lock_guard lock(mutex_);
    done_.emplace(point, std::move(done));
    while (!done_.empty() && done_.begin()->first == taken_) {
      take_(std::move(done_.begin()->second));
      done_.erase(done_.begin());
      ++taken_;
    }
    room_.notify_all();
  }

  /// Where something failed: the first in this order is told, so that the message does not depend on the threads.
  using Place = std::tuple<std::size_t, std::uint32_t, std::size_t>;  // point, replication, arm
  void fail(const Place& place, std::exception_ptr failure) {
    const std::lock_guard lock(mutex_);
    if (!failure_ || place < failed_at_) {
      failure_ = std::move(failure);
      failed_at_ = place;
    }
    room_.notify_all();
  }
  void rethrow_failure() const {
    if (failure_) std::rethrow_exception(failure_);
  }

 private:
  bool is_at_end() const { return failure_ || point_ == plan_.points; }

  Batch next() {
    if (first_ == 0) {
      under_way_ = std::make_shared<UnderWay>();
      under_way_->replications_left = plan_.replications;
    }
    Batch batch{point_, under_way_, first_, first_ + std::min(size_, plan_.replications - first_)};
    first_ = batch.last;
    if (first_ == plan_.replications) {
      first_ = 0;
      ++point_;
    }
    return batch;
  }

  const PointPlan& plan_;
  const std::function<void(MeasuredPoint)>& take_;
  const std::uint32_t size_;
  const std::size_t points_ahead_;
  std::mutex mutex_;
  std::condition_variable room_;
  std::size_t point_ = 0;  ///< of the next batch, and its first replication
  std::uint32_t first_ = 0;
  std::shared_ptr<UnderWay> under_way_;  ///< the point of the next batch, when one of it is taken
  std::map<std::size_t, MeasuredPoint> done_;
  std::size_t taken_ = 0;  ///< points whose figures have come out
  std::exception_ptr failure_;
  Place failed_at_;
};

/// One thread's work: batch after batch, summing up those of a point before they are merged.
class Worker {
 public:
  Worker(const PointPlan& plan, const Execution& execution, WorkList& list)
      : plan_(plan), execution_(execution), list_(list) {}

  void work() {
    try {
      for (;;) {
        std::optional<Batch> batch;
        if (of_) batch = list_.next_of(point_);
        if (!batch) {
          merge();
          batch = list_.next_of_any();
        }
        if (!batch) return;
        run(*batch);
      }
    } catch (...) {
      list_.fail(place_, std::current_exception());
    }
  }

 private:
  void run(const Batch& batch) {
    place_ = {batch.point, batch.first, 0};
    if (!of_) begin(batch);
    for (std::uint32_t replication = batch.first; replication < batch.last; ++replication) {
      for (std::size_t arm = 0; arm < of_->arms.size(); ++arm) {
        place_ = {batch.point, replication, arm};
        SessionRow& row = arm == 0 ? reference_ : row_;
        row = runner_.run(of_->arms[arm].settings, plan_.seed, replication);
        sums_.add(arm, row, reference_);
      }
      if (execution_.progress) execution_.progress->advance(of_->arms.size());
    }
    replications_ += batch.last - batch.first;
  }

  void begin(const Batch& batch) {
    point_ = batch.point;
    of_ = batch.of;
    std::call_once(of_->arms_once, [&] { of_->arms = plan_.arms(batch.point); });
    sums_ = PointSums(of_->arms.size(), plan_.replications);
    replications_ = 0;
  }

  void merge() {
    if (!of_) return;
    sums_.sort();
    list_.merge(point_, *of_, std::move(sums_), replications_);
    of_.reset();
  }

  const PointPlan& plan_;
  const Execution& execution_;
  WorkList& list_;
  SessionRunner runner_;
  WorkList::Place place_;
  std::size_t point_ = 0;
  std::shared_ptr<UnderWay> of_;  ///< the point that sums_ are of; null: of none
  PointSums sums_;
  std::uint32_t replications_ = 0;  ///< in sums_
  SessionRow reference_;            ///< of the first arm in the replication under way
  SessionRow row_;                  ///< of another
};

}  // namespace

void run_points(const PointPlan& plan, const Execution& execution,
                const std::function<void(MeasuredPoint)>& take) {
  const std::uint64_t batches =
      std::uint64_t{plan.points} * (plan.replications / batch_size(plan.replications) + 1);
  const auto threads =
      static_cast<unsigned>(std::max<std::uint64_t>(1, std::min<std::uint64_t>(execution.threads, batches)));
  WorkList list(plan, threads, take);
  on_threads(threads, [&] { Worker(plan, execution, list).work(); });
  list.rethrow_failure();
}

}  // namespace lastseen::experiments
