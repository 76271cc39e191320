#include "tests/theory/queue.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <deque>
#include <utility>

#include <lastseen/sim/simulation.hpp>
#include <lastseen/sim/waiting.hpp>

namespace lastseen::theory {

using sim::Duration;
using sim::Instant;

Customers::Customers(const sim::Chance& chance, Duration mean_gap, sim::Distribution services,
                     std::uint32_t there_at_start)
    : chance_{chance},
      gaps_{sim::Distribution::exponential(mean_gap)},
      services_{std::move(services)},
      there_at_start_{there_at_start} {}

Duration Customers::gap_before(std::uint32_t customer) const {
  return customer < there_at_start_ ? Duration::zero() : chance_.draw({customer, gap}, gaps_);
}

Duration Customers::service_of(std::uint32_t customer) const {
  return chance_.draw({customer, service}, services_);
}

namespace {

/// What both makings share: how they are run and what is seen of them.
class Queue {
 public:
  Queue(const Customers& customers, Window window)
      : customers_{customers}, begin_{sim::run_start + window.warm_up}, end_{begin_ + window.length} {}

  /// The queue has scheduled its first arrival in the simulation.
  Seen play(sim::Simulation& simulation) {
    simulation.run_until(begin_);
    waiting_.reset(begin_);
    present_.reset(begin_);
    Seen seen;
    seen.counted_from = waits_.size();
    simulation.run_until(end_);
    seen.mean_waiting = waiting_.average(end_).value();
    for (std::size_t n = 0; n < levels; ++n) {
      seen.share_of_time.push_back(present_.share_at(static_cast<std::int64_t>(n), end_).value());
    }
    simulation.run();  // until all are served
    seen.waits = waits_;
    return seen;
  }

 protected:
  bool comes_in_time(Instant arrival) const { return arrival <= end_; }
  void count_arrival(Instant now) {
    waits_.emplace_back();
    present_.set(now, present_.value() + 1);
    waiting_.set(now, waiting_.value() + 1);
  }
  void count_begin_of_service(Instant now, std::uint32_t customer, Instant arrived) {
    waits_[customer] = now - arrived;
    waiting_.set(now, waiting_.value() - 1);
  }
  void count_departure(Instant now) { present_.set(now, present_.value() - 1); }

  const Customers& customers_;

 private:
  Instant begin_;
  Instant end_;
  std::vector<Duration> waits_;
  sim::TimeWeighted waiting_{sim::run_start};
  sim::TimeWeighted present_{sim::run_start, 0, levels};
};

class QueueOfEvents : public Queue {
 public:
  QueueOfEvents(const Customers& customers, std::size_t servers, Window window)
      : Queue(customers, window), free_servers_{servers} {
    expect(0);
  }

  Seen play() { return Queue::play(simulation_); }

 private:
  struct Customer {
    std::uint32_t number;
    Instant arrived;
  };

  void expect(std::uint32_t customer) {
    const Instant arrival = simulation_.now() + customers_.gap_before(customer);
    if (comes_in_time(arrival)) simulation_.at(arrival, 0, [this, customer] { arrive(customer); });
  }
  void arrive(std::uint32_t customer) {
    count_arrival(simulation_.now());
    queue_.push_back({customer, simulation_.now()});
    if (free_servers_ > 0) {
      --free_servers_;
      serve_next();
    }
    expect(customer + 1);
  }
  void serve_next() {
    const Customer customer = queue_.front();
    queue_.pop_front();
    count_begin_of_service(simulation_.now(), customer.number, customer.arrived);
    simulation_.after(customers_.service_of(customer.number), 0, [this] { leave(); });
  }
  void leave() {
    count_departure(simulation_.now());
    if (queue_.empty()) {
      ++free_servers_;
    } else {
      serve_next();
    }
  }

  sim::Simulation simulation_;
  std::deque<Customer> queue_;
  std::size_t free_servers_;
};

class QueueOfProcesses : public Queue {
 public:
  QueueOfProcesses(const Customers& customers, std::size_t servers, Window window)
      : Queue(customers, window), servers_{servers} {
    source(simulation_);
  }

  Seen play() { return Queue::play(simulation_); }

 private:
  sim::Process source(sim::Simulation& simulation) {
    for (std::uint32_t number = 0;; ++number) {
      const Duration gap = customers_.gap_before(number);
      if (!comes_in_time(simulation.now() + gap)) co_return;
      co_await sim::delay(gap);
      customer(simulation, number);
    }
  }
  sim::Process customer(sim::Simulation& simulation, std::uint32_t number) {
    const Instant arrived = simulation.now();
    count_arrival(arrived);
    const sim::Resource::Use server = co_await servers_.acquire();
    count_begin_of_service(simulation.now(), number, arrived);
    co_await sim::delay(customers_.service_of(number));
    count_departure(simulation.now());
  }

  sim::Resource servers_;
  sim::Simulation simulation_;
};

}  // namespace

Seen play_events(const Customers& customers, std::size_t servers, Window window) {
  return QueueOfEvents(customers, servers, window).play();
}

Seen play_processes(const Customers& customers, std::size_t servers, Window window) {
  return QueueOfProcesses(customers, servers, window).play();
}

std::vector<Duration> waits_by_recursion(const Customers& customers, std::size_t servers, std::size_t count) {
  std::vector<Duration> waits;
  std::vector<Duration> work(servers);  // that each server has in front of it
  while (waits.size() < count) {
    const auto customer = static_cast<std::uint32_t>(waits.size());
    const Duration gap = customers.gap_before(customer);
    for (Duration& left : work) left = std::max(left - gap, Duration::zero());
    const auto first_free = std::min_element(work.begin(), work.end());
    waits.push_back(*first_free);
    *first_free += customers.service_of(customer);
  }
  return waits;
}

std::string wait_beyond(Duration t) { return fmt::format("P(wait > {})", sim::to_text(t)); }
std::string number_is(std::size_t number) { return fmt::format("P(n = {})", number); }

Responses responses(const Seen& seen, const std::vector<Duration>& ts, std::size_t states) {
  const std::vector<Duration> waits(seen.waits.begin() + static_cast<std::ptrdiff_t>(seen.counted_from),
                                    seen.waits.end());
  const auto n = static_cast<double>(waits.size());
  Responses result;
  sim::Tally tally;
  for (const Duration wait : waits) tally.add(sim::to_seconds(wait));
  result["mean wait, s"] = tally.mean().value();
  result["mean queue"] = seen.mean_waiting;
  for (const Duration t : ts) {
    result[wait_beyond(t)] =
        static_cast<double>(std::count_if(waits.begin(), waits.end(), [t](Duration w) { return w > t; })) / n;
  }
  for (std::size_t i = 0; i < states; ++i) result[number_is(i)] = seen.share_of_time.at(i);
  return result;
}

}  // namespace lastseen::theory
