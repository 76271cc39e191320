// What the C++ programs of the comparison share: the command line, the clock, the queue of a server, the line
// of results.
//
//     PROGRAM hold N EVENTS      N pending events; each schedules one at now + exp(1 s); EVENTS of them are timed
//     PROGRAM mm1 CUSTOMERS      M/M/1, interarrival times exp(1 s), service times exp(0.9 s); two events a customer
//     PROGRAM timers N EVENTS    as hold, and each event sets a timeout ten times as far; 90 % are cancelled in time
//
// One line of JSON comes out. Its `check` is what theory gives 1 for (hold, timers: events per pending event
// and second) or 8.1 (mm1: mean wait in the queue in seconds). All programs draw in the order of the events
// from the same stream, so those with integer nanoseconds print the same check to the last digit.
#pragma once

#include <algorithm>
#include <chrono>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <string>
#include <utility>
#include <vector>

#include "../stream.hpp"

namespace lastseen::bench {

inline constexpr double second_ns = 1e9;
inline constexpr double service_ns = 0.9e9;
inline constexpr std::uint64_t seed = 20240229;

struct Request {
  std::string program;
  std::string workload;
  std::uint64_t n = 0;       // pending events; 0 for mm1
  std::uint64_t events = 0;  // timed
  std::string variant;       // what the program takes beyond the common arguments

  std::uint64_t customers() const { return events / 2; }
  /// Events before the clock starts, so that the structure has settled and its memory is there.
  std::uint64_t warm_up() const { return std::max<std::uint64_t>(n, 100'000); }
};

/// The request of a command line; a wrong one ends the program with 2.
inline Request parse(int argc, char** argv) {
  const std::vector<std::string> words(argv, argv + argc);
  Request request{words[0], words.size() > 1 ? words[1] : "", 0, 0, ""};
  const std::size_t numbers = request.workload == "mm1" || request.workload == "stream" ? 1 : 2;
  if (words.size() < 2 + numbers) {
    std::fprintf(stderr, "usage: %s hold N EVENTS | mm1 CUSTOMERS [VARIANT]\n", words[0].c_str());
    std::exit(2);
  }
  if (numbers == 2) request.n = std::strtoull(words[2].c_str(), nullptr, 10);
  request.events = std::strtoull(words[1 + numbers].c_str(), nullptr, 10);
  if (request.workload == "mm1") request.events *= 2;
  if (words.size() > 2 + numbers) request.variant = words[2 + numbers];
  return request;
}

/// The workload is not one that the program has; ends the program with 3, which means "skip this".
[[noreturn]] inline void unsupported(const Request& request) {
  std::fprintf(stderr, "%s: no workload '%s'\n", request.program.c_str(), request.workload.c_str());
  std::exit(3);
}

/// Wall time of run() in seconds.
template <class Run>
double seconds_of(Run run) {
  const auto start = std::chrono::steady_clock::now();
  run();
  return std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
}

inline void print(const Request& request, const std::string& engine, const std::string& version,
                  double seconds, double check) {
  std::printf(
      "{\"engine\": \"%s\", \"version\": \"%s\", \"workload\": \"%s\", \"n\": %llu, \"events\": %llu, "
      "\"seconds\": %.6f, \"ns_per_event\": %.3f, \"check\": %.12g}\n",
      engine.c_str(), version.c_str(), request.workload.c_str(), static_cast<unsigned long long>(request.n),
      static_cast<unsigned long long>(request.events), seconds,
      seconds * 1e9 / static_cast<double>(request.events), check);
}

/// Ends the program without taking a million pending events down one by one.
[[noreturn]] inline void finish() {
  std::fflush(stdout);
  std::_Exit(0);
}

/// Events per pending event and second of simulated time: 1 in theory.
inline double hold_rate(const Request& request, std::int64_t simulated_ns) {
  return static_cast<double>(request.events) * second_ns /
         (static_cast<double>(request.n) * static_cast<double>(simulated_ns));
}

/// Whether what a timeout of `timers` guards comes in time, so that the timeout is cancelled: 9 of 10.
inline bool in_time(Stream& stream) { return stream.word() % 10 != 0; }

/// First in, first out, in a ring that doubles when full: the customers of a server, as their instants of
/// arrival.
class Fifo {
 public:
  bool empty() const { return head_ == tail_; }

  void push(std::int64_t value) {
    if (tail_ - head_ == ring_.size()) grow();
    ring_[tail_++ & (ring_.size() - 1)] = value;
  }

  std::int64_t pop() { return ring_[head_++ & (ring_.size() - 1)]; }

 private:
  void grow() {
    std::vector<std::int64_t> larger(2 * ring_.size());
    for (std::size_t i = head_; i != tail_; ++i)
      larger[i & (larger.size() - 1)] = ring_[i & (ring_.size() - 1)];
    ring_ = std::move(larger);
  }

  std::vector<std::int64_t> ring_ = std::vector<std::int64_t>(1024);
  std::size_t head_ = 0;
  std::size_t tail_ = 0;
};

/// The model of mm1 without its schedule, the same in every program: what happens at an arrival and at a
/// departure. Each returns nanoseconds until what it starts, or `none`.
class Queue {
 public:
  static constexpr std::int64_t none = -1;

  explicit Queue(std::uint64_t customers) : to_arrive_(customers), customers_(customers) {}

  /// The next customer's interarrival time, or `none` when all have come. Call it first at an arrival.
  std::int64_t next_arrival() {
    if (to_arrive_ == 0) return none;
    --to_arrive_;
    return stream_.nanoseconds(second_ns);
  }

  /// A customer comes: the service time if the server was idle, `none` if the customer waits.
  std::int64_t arrive(std::int64_t now) {
    if (busy_) {
      waiting_.push(now);
      return none;
    }
    busy_ = true;
    return stream_.nanoseconds(service_ns);
  }

  /// A customer leaves: the service time of the next in the queue, `none` if there is no one.
  std::int64_t depart(std::int64_t now) {
    if (waiting_.empty()) {
      busy_ = false;
      return none;
    }
    waited_ns_ += now - waiting_.pop();
    return stream_.nanoseconds(service_ns);
  }

  double mean_wait_s() const {
    return static_cast<double>(waited_ns_) / second_ns / static_cast<double>(customers_);
  }

 private:
  Stream stream_{seed};
  Fifo waiting_;
  std::uint64_t to_arrive_;
  std::uint64_t customers_;
  std::int64_t waited_ns_ = 0;
  bool busy_ = false;
};

/// The main program of `hold` and `timers` for a model with run(events), which goes on where it stopped, and
/// now_ns().
template <class Model>
void measure_hold(const Request& request, const std::string& engine, const std::string& version) {
  Model model(request.n);
  model.run(request.warm_up());
  const std::int64_t begin = model.now_ns();
  const double seconds = seconds_of([&] { model.run(request.events); });
  print(request, engine, version, seconds, hold_rate(request, model.now_ns() - begin));
  finish();
}

/// The main program of `mm1` for a model with run(Queue&), which begins with an arrival and ends when all have
/// left.
template <class Model>
void measure_mm1(const Request& request, const std::string& engine, const std::string& version) {
  Model model;
  Queue warm_up(request.warm_up());
  model.run(warm_up);
  Queue queue(request.customers());
  const double seconds = seconds_of([&] { model.run(queue); });
  print(request, engine, version, seconds, queue.mean_wait_s());
  finish();
}

}  // namespace lastseen::bench
