#include <lastseen/experiments/runs/replications.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <exception>
#include <mutex>
#include <system_error>
#include <thread>

#include <lastseen/experiments/runs/interrupt_watch.hpp>
#include <lastseen/models/world.hpp>
#include <lastseen/sim/defect.hpp>

namespace lastseen::experiments {
namespace {

/// Sessions that a thread takes at a time: enough to make taking cheap, few enough to end together.
constexpr std::uint32_t batch_size = 8;

struct SessionOutcome {
  std::uint64_t fingerprint = 0;
  std::uint64_t events = 0;
  std::uint64_t records = 0;
};

SessionOutcome run_session(const models::Settings& settings, std::uint64_t seed, std::uint32_t replication,
                           const std::atomic<bool>* stop, sim::Simulation& simulation,
                           models::SessionResult& result) {
  const sim::Chance chance(seed, replication);
  models::World world(settings, chance, simulation);
  models::Monitor monitor(settings.session.users, settings.jobs.count);
  world.add(monitor);
  InterruptWatch watch(stop);
  if (stop) world.add(watch);
  try {
    world.run();
  } catch (const sim::Defect& defect) {
    throw sim::Defect(fmt::format("seed {}, replication {}, simulated time {} s: {}", seed, replication,
                                  sim::to_seconds(world.now()), defect.what()));
  }
  result = monitor.result(world.now());
  return {world.fingerprint().value(), world.events(), world.records()};
}

/// The first failure by replication, so that the message does not depend on the threads either.
class FirstFailure {
 public:
  void keep(std::uint32_t replication, std::exception_ptr failure) {
    const std::lock_guard lock(mutex_);
    if (failure_ && replication_ <= replication) return;
    failure_ = std::move(failure);
    replication_ = replication;
  }
  void rethrow() const {
    if (failure_) std::rethrow_exception(failure_);
  }

 private:
  std::mutex mutex_;
  std::exception_ptr failure_;
  std::uint32_t replication_ = 0;
};

}  // namespace

Sessions run_sessions(const models::Settings& settings, std::uint64_t seed, std::uint32_t replications,
                      const Execution& execution) {
  Sessions sessions;
  sessions.results.resize(replications);
  std::vector<SessionOutcome> outcomes(replications);
  std::atomic<std::uint32_t> next{0};
  FirstFailure failure;

  const auto work = [&] {
    sim::Simulation simulation;
    for (;;) {
      if (execution.stop && execution.stop->load(std::memory_order_relaxed)) return;
      const std::uint32_t first = next.fetch_add(batch_size, std::memory_order_relaxed);
      if (first >= replications) return;
      const std::uint32_t last = std::min(first + batch_size, replications);
      for (std::uint32_t replication = first; replication < last; ++replication) {
        try {
          outcomes[replication] = run_session(settings, seed, replication, execution.stop, simulation,
                                              sessions.results[replication]);
        } catch (...) {
          failure.keep(replication, std::current_exception());
          return;
        }
      }
      if (execution.progress) execution.progress->advance(last - first);
    }
  };
  {
    std::vector<std::jthread> threads;
    const unsigned others = std::min(std::max(execution.threads, 1U), replications / batch_size + 1) - 1;
    try {
      for (unsigned index = 0; index < others; ++index) threads.emplace_back(work);
    } catch (
        const std::system_error&) {  // the system allows no more threads; those that there are do the work
    }
    work();
  }
  failure.rethrow();
  if (execution.stop && execution.stop->load()) throw Interrupted();

  sim::Fingerprint fingerprint;
  for (const SessionOutcome& outcome : outcomes) {
    fingerprint.add(outcome.fingerprint);
    sessions.events += outcome.events;
    sessions.records += outcome.records;
  }
  sessions.fingerprint = fingerprint.value();
  return sessions;
}

}  // namespace lastseen::experiments
