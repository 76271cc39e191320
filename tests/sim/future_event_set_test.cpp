// The future event set against a reference that cannot be wrong: a std::map ordered by (time, priority,
// sequence).
#include "sim/future_event_set.hpp"

#include <gtest/gtest.h>

#include <map>
#include <random>
#include <tuple>
#include <vector>

#include "sim/defect.hpp"

namespace lastseen::sim {
namespace {

using namespace std::chrono_literals;

/// Does the same to the set and to the reference, and compares what comes out.
class Twins {
 public:
  void push(Instant time, Priority priority) {
    const std::uint32_t number = static_cast<std::uint32_t>(handles_.size());
    handles_.push_back(set_.push(time, priority, [this, number] { last_ = number; }));
    keys_.emplace_back(time, priority, number);
    reference_.emplace(keys_.back(), number);
  }
  void cancel(std::uint32_t number) {
    ASSERT_EQ(set_.contains(handles_[number]), reference_.contains(keys_[number]));
    ASSERT_EQ(set_.cancel(handles_[number]), reference_.erase(keys_[number]) == 1) << "event " << number;
  }
  void pop() {
    const auto first = reference_.begin();
    ASSERT_EQ(set_.next_time(), std::get<0>(first->first));
    now_ = set_.next_time();
    set_.pop()();
    ASSERT_EQ(last_, first->second);
    reference_.erase(first);
  }

  bool empty() const { return reference_.empty(); }
  std::uint32_t pushed() const { return static_cast<std::uint32_t>(handles_.size()); }
  Instant now() const { return now_; }
  void compare_sizes() const {
    ASSERT_EQ(set_.size(), reference_.size());
    ASSERT_EQ(set_.empty(), reference_.empty());
  }

 private:
  using Key = std::tuple<Instant, Priority, std::uint32_t>;
  FutureEventSet set_;
  std::map<Key, std::uint32_t> reference_;
  std::vector<EventHandle> handles_;
  std::vector<Key> keys_;
  std::uint32_t last_ = 0;
  Instant now_ = run_start;
};

/// 10^6 operations. `span`: how far ahead events lie, small for many ties; of 100 operations `pushes` push
/// and `cancels` cancel, the rest take the next event.
void run_random_operations(Duration span, std::uint64_t pushes, std::uint64_t cancels, std::uint64_t seed) {
  Twins twins;
  std::mt19937_64 random(seed);
  for (int operation = 0; operation < 1'000'000; ++operation) {
    const std::uint64_t choice = random() % 100;
    if (choice < pushes || twins.empty()) {
      const auto ahead = static_cast<Duration::rep>(random() % static_cast<std::uint64_t>(span.count()));
      twins.push(twins.now() + Duration{ahead}, static_cast<Priority>(random() % 3));
    } else if (choice < pushes + cancels) {
      // Mostly of the last few, that may still be there; else of all, most of which have gone.
      const std::uint32_t reach = random() % 4 != 0 ? std::min(twins.pushed(), 50U) : twins.pushed();
      twins.cancel(twins.pushed() - 1 - static_cast<std::uint32_t>(random() % reach));
    } else {
      twins.pop();
    }
    if (::testing::Test::HasFatalFailure()) FAIL() << "operation " << operation << " of seed " << seed;
  }
  twins.compare_sizes();
  while (!twins.empty() && !::testing::Test::HasFatalFailure()) twins.pop();
  twins.compare_sizes();
}

// Goal: exact order whatever is pushed, cancelled and taken. Method: against the map; ties are rare, then the
// rule.
TEST(FutureEventSet, AgreesWithAnOrderedMapWhenTiesAreRare) { run_random_operations(1h, 45, 20, 1); }
TEST(FutureEventSet, AgreesWithAnOrderedMapWhenTiesAreTheRule) { run_random_operations(5ns, 45, 20, 2); }
TEST(FutureEventSet, AgreesWithAnOrderedMapWhenMostEventsAreCancelled) {
  run_random_operations(1s, 50, 45, 3);
}
TEST(FutureEventSet, AgreesWithAnOrderedMapWhenItIsNearlyEmpty) { run_random_operations(1s, 30, 20, 4); }

// Goal: the sequence decides ties also when places are reused in another order. Method: free three, fill
// three.
TEST(FutureEventSet, ReusedPlacesDoNotDisturbTheOrder) {
  FutureEventSet set;
  std::vector<int> order;
  const auto push = [&](int number) {
    return set.push(run_start + 1s, 0, [&order, number] { order.push_back(number); });
  };
  const EventHandle a = push(-1);
  const EventHandle b = push(-2);
  const EventHandle c = push(-3);
  for (const EventHandle handle : {b, a, c}) EXPECT_TRUE(set.cancel(handle));
  for (int number = 0; number < 3; ++number) push(number);
  while (!set.empty()) set.pop()();
  EXPECT_EQ(order, (std::vector<int>{0, 1, 2}));
}

TEST(FutureEventSet, TakingFromAnEmptySetIsADefect) {
  FutureEventSet set;
  EXPECT_THROW(set.pop(), Defect);
  set.cancel(set.push(run_start + 1s, 0, [] {}));
  EXPECT_THROW(set.pop(), Defect);
  EXPECT_TRUE(set.empty());
}

TEST(FutureEventSet, AHandleOfAnotherSetNamesNothingHere) {
  FutureEventSet full;
  EventHandle handle;
  for (int i = 0; i < 10; ++i) handle = full.push(run_start, 0, [] {});
  FutureEventSet set;
  EXPECT_FALSE(set.contains(handle));
  EXPECT_FALSE(set.cancel(handle));
}

}  // namespace
}  // namespace lastseen::sim
